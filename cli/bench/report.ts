/** How the benches report: lines with rows of percentiles, the same figures as data, and progress on a terminal. */
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';

/** Writes one line of the report; with `--json` it writes nothing. */
export type Say = (line?: string) => void;

/** `figures`: what the lines say, as data. `met`: whether every goal was met; `undefined` for a bench without goals. */
export type Found = { met: boolean | undefined; figures: unknown };

export const row = (name: string, values: number[], digits = 2): string =>
  [name.padEnd(34), ...[0.5, 0.95].map((share) => percentile(values, share).toFixed(digits).padStart(9))].join('');

/** Redrawn on a terminal; elsewhere a line for each tenth, so that a log shows the progress. */
export function progress(done: number, of: number, unit = 'seeds'): void {
  const told = `${done} of ${of} ${unit}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${told}${done === of ? '\n' : ''}`);
  else if (done % Math.ceil(of / 10) === 0) process.stderr.write(`${told}\n`);
}
