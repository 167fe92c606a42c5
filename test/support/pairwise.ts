/** Few combinations in which every pair of levels of every two factors occurs at least once. */

type Levels = Record<string, string[]>;
type Row = Record<string, string>;

const pairKey = (one: [string, string], other: [string, string]): string => [...one, ...other].join('\u0000');

function pairsIn(row: Row): string[] {
  const entries = Object.entries(row);
  return entries.flatMap((one, at) => entries.slice(at + 1).map((other) => pairKey(one, other)));
}

/** Every row that exists, in a fixed order. */
const product = (levels: Levels): Row[] =>
  Object.entries(levels).reduce<Row[]>(
    (rows, [factor, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [factor]: value }))),
    [{}],
  );

export function pairwise(levels: Levels): Row[] {
  const all = product(levels);
  const open = new Set(all.flatMap(pairsIn));
  const chosen: Row[] = [];
  while (open.size > 0) {
    const gain = (row: Row): number => pairsIn(row).filter((pair) => open.has(pair)).length;
    const best = all.reduce((so, row) => (gain(row) > gain(so) ? row : so));
    for (const pair of pairsIn(best)) open.delete(pair);
    chosen.push(best);
  }
  return chosen;
}
