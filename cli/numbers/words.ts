/** How seconds, goals and failures are put into words, on the terminal and on the page alike. */
import type { Failure } from '../../simulator/experiments/bench/outage-contenders.ts';
import type { Goal } from '../../simulator/experiments/bench/outage-goals.ts';

export const FAILURES: { failure: Failure; title: string; what: string }[] = [
  {
    failure: 'dead-instance',
    title: 'dead instance',
    what: "The operating system of the appliance dies. EC2's check of the instance fails one to two minutes later.",
  },
  {
    failure: 'lost-zone',
    title: 'lost zone',
    what: 'The zone loses its power. EC2 can describe nothing in it, and a stop there hangs.',
  },
];

export const secondsText = (seconds: number): string => (Number.isFinite(seconds) ? seconds.toFixed(1) : 'never');

const VERDICT = { true: 'met', false: 'NOT met', undefined: 'no goal' };

export const goalText = ({ what, found, met }: Goal): string => `${VERDICT[`${met}`]}: ${what} (${found})`;
