/** A timeline in which a step that says the same again and again takes two lines, and not twenty. */
import type { Line } from '../simulator/stories/report.ts';

/** Two of a kind are as short as what would stand in their place. */
const FOLDED_MIN = 3;

const isSame = (one: Line, other: Line): boolean =>
  one.kind === other.kind && one.who === other.who && one.what === other.what;

function runsOf(lines: Line[]): Line[][] {
  const runs: Line[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run?.[0] && isSame(run[0], line)) run.push(line);
    else runs.push([line]);
  }
  return runs;
}

/** Of each run the first, and the last with how often it was said. A change is never folded. */
export const folded = (lines: Line[]): Line[] =>
  runsOf(lines).flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    if (!first || !last || run.length < FOLDED_MIN || first.kind === 'change') return run;
    return [first, { ...last, what: `${last.what} (${run.length} times since ${first.seconds.toFixed(1)})` }];
  });
