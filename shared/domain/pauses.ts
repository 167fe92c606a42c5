/** Pauses of automatic takeovers: each has an end, and is forgotten once that has passed. */
import { plusSeconds, secondsBetween, toInstant } from './instants.ts';
import { type Address, TAG } from './snapshot.ts';

export type Pause =
  | { kind: 'none' }
  | { kind: 'until'; until: string }
  | { kind: 'over'; value: string }
  /** A pause that cannot be read is a pause: people meant something by it. */
  | { kind: 'malformed'; value: string };

/** Clocks differ by a little: a pause is removed only when it is over by everybody's. */
const OVER_SECONDS = 60;

export function readPause({ tags }: Pick<Address, 'tags'>, now: string): Pause {
  const value = tags[TAG.pausedUntil];
  if (value === undefined) return { kind: 'none' };
  const until = toInstant(value);
  if (!until) return { kind: 'malformed', value };
  return secondsBetween({ from: plusSeconds(until, OVER_SECONDS), to: now }) >= 0
    ? { kind: 'over', value }
    : { kind: 'until', until };
}
