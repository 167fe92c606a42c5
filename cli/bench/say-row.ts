/** The outages of many runs as a line of a table. */
import type { Row } from '../../simulator/experiments/bench/outage-rows.ts';
import { secondsText } from '../numbers/words.ts';
import type { Say } from './report.ts';

export const sayHead = (say: Say): void => say(`${''.padEnd(36)}      p50      p95      p99          back`);

export function sayRow({ what, seconds, back, runs, because }: Row, say: Say): void {
  const cells = [seconds.p50, seconds.p95, seconds.p99].map((each) => secondsText(each).padStart(9));
  say(`${what.padEnd(36)}${cells.join('')}${`${back} of ${runs}`.padStart(14)}`);
  if (because) say(`  ${because.slice(0, 150)}`);
}
