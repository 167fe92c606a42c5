/** What came of the runs, one row for each variant. */
import { type Cell, table } from '../layout.ts';
import type { Paint } from '../paint.ts';
import type { RunResult } from './once.ts';
import { KINDS, type Kind } from './traffic/seen.ts';
import type { Variant } from './variants.ts';

const range = (numbers: number[]): string => {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return least === most ? `${least}` : `${least}-${most}`;
};

/** `5/5 45-165`: survived of all, and the silences in milliseconds. */
export function cellOf(kind: Kind, results: RunResult[]): string {
  const verdicts = results.map((result) => result[kind]);
  const gaps = verdicts.flatMap(({ gapMs }) => gapMs ?? []);
  const whys = new Set(verdicts.flatMap(({ why }) => why ?? []));
  const more = gaps.length > 0 ? ` ${range(gaps)}` : '';
  return `${gaps.length}/${verdicts.length}${more}${whys.size > 0 ? ` (${[...whys].join(', ')})` : ''}`;
}

/** UDP has no session that could end, so only the two others are judged. */
const JUDGED: Kind[] = ['tcp', 'ssh'];

export function asExpected({ survives }: Variant, results: RunResult[]): boolean {
  return results.every((result) => JUDGED.every((kind) => result[kind].survived === survives));
}

export type Series = { variant: Variant; results: RunResult[] };

const HEAD = ['', 'variant', 'move ms', ...KINDS.map((kind) => `${kind}: survived, gap ms`), 'expected'];

export function resultTable(all: Series[], { paint }: { paint: Paint }): string[] {
  const rows = all.map(({ variant, results }): Cell[] => {
    const met = asExpected(variant, results);
    return [
      met ? { text: '✔', paint: paint.green } : { text: '✘', paint: paint.red },
      { text: variant.name },
      { text: range(results.map(({ moveMs }) => moveMs)) },
      ...KINDS.map((kind) => ({ text: cellOf(kind, results) })),
      { text: variant.survives ? 'survive' : 'tcp and ssh do not' },
    ];
  });
  const met = all.filter(({ variant, results }) => asExpected(variant, results)).length;
  const count = `${met} of ${all.length} variants came out as expected`;
  return [
    ...table([HEAD.map((text) => ({ text })), ...rows]),
    '',
    met === all.length ? paint.bold(count) : paint.red(count),
  ];
}
