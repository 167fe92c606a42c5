/** Each fact that was observed beside what the simulator says of it. */
import type { ConformanceFile } from './file.ts';
import type { Observation } from './observation.ts';
import type { Check, Correct, Row } from './row.ts';

export type Compared = {
  row: number;
  fact: string;
  observed: string;
  modelled: string;
  verdict: 'agrees' | 'differs' | 'not compared';
  /** What to correct when it differs. */
  correct: string;
};

const correctText = ({ facts, constant, file }: Correct): string =>
  [facts, constant === undefined ? undefined : `constant ${constant}`, file].filter(Boolean).join('; ');

const shownOrder = (order: string[] | undefined): string | undefined => order?.join(' → ');

function observedIn(
  { codes, order, counts, seconds }: Observation,
  { kind, name }: Check,
): string | number | undefined {
  switch (kind) {
    case 'code':
      return codes[name];
    case 'order':
      return shownOrder(order[name]);
    case 'count':
    case 'between':
      return counts[name];
    case 'seconds':
      return seconds[name];
  }
}

type Modelled = { text: string; agrees(observed: string | number): boolean } | undefined;

const rounded = (milliseconds: number): number => Math.round(milliseconds / 100) / 10;

function modelledIn(reference: Observation | undefined, check: Check): Modelled {
  if (check.kind === 'between') {
    const { min, max } = check;
    const text = min === max ? String(min) : max >= 1_000_000 ? `at least ${min}` : `${min} to ${max}`;
    return { text, agrees: (observed) => Number(observed) >= min && Number(observed) <= max };
  }
  if (check.kind === 'seconds') {
    const { range, slack = { min: 0, max: 0 } } = check;
    const [min, max] = [Math.max(0, range.min - slack.min) / 1000, (range.max + slack.max) / 1000];
    const text = `${rounded(range.min)} to ${rounded(range.max)} s, read within ${rounded(min * 1000)} to ${rounded(max * 1000)} s`;
    return { text, agrees: (observed) => Number(observed) >= min && Number(observed) <= max };
  }
  const expected = reference && observedIn(reference, check);
  return expected === undefined ? undefined : { text: String(expected), agrees: (observed) => observed === expected };
}

function compareOne(row: Row, check: Check, seen: Observation, reference: Observation | undefined): Compared {
  const observed = observedIn(seen, check);
  const modelled = modelledIn(reference, check);
  const absent = row.notModelled ?? 'the simulator does not come there';
  const verdict =
    observed === undefined || !modelled ? 'not compared' : modelled.agrees(observed) ? 'agrees' : 'differs';
  const unit = check.kind === 'seconds' ? ' s' : '';
  return {
    ...{ row: row.number, fact: check.name, verdict, correct: correctText(check) },
    observed: observed === undefined ? 'not observed' : `${observed}${unit}`,
    modelled: modelled?.text ?? absent,
  };
}

/** Rows of the file that this kit does not know are answered too: they are compared with nothing. */
export function compare(rows: readonly Row[], file: ConformanceFile, simulated: ConformanceFile): Compared[] {
  return file.rows.flatMap((seen): Compared[] => {
    const row = rows.find(({ number }) => number === seen.row);
    const unknown = { row: seen.row, fact: 'the whole row', observed: seen.end, correct: '' };
    if (!row) return [{ ...unknown, modelled: 'this kit does not know the row', verdict: 'not compared' }];
    if (row.checks.length === 0) {
      return [{ ...unknown, modelled: row.notModelled ?? 'nothing is compared', verdict: 'not compared' }];
    }
    const reference = simulated.rows.find((each) => each.row === seen.row);
    return row.checks.map((check) => compareOne(row, check, seen, reference));
  });
}
