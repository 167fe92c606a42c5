/** How the benches print: rows of percentiles, and progress on a terminal. */
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';

export const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export const row = (name: string, values: number[], digits = 2): string =>
  [name.padEnd(34), ...[0.5, 0.95].map((share) => percentile(values, share).toFixed(digits).padStart(9))].join('');

/** Redrawn on a terminal; elsewhere a line for each tenth, so that a log shows the progress. */
export function progress(done: number, of: number, unit = 'seeds'): void {
  const told = `${done} of ${of} ${unit}`;
  if (process.stderr.isTTY) process.stderr.write(`\r${told}${done === of ? '\n' : ''}`);
  else if (done % Math.ceil(of / 10) === 0) process.stderr.write(`${told}\n`);
}
