/** Pauses of automatic takeovers: each has an end, at most seven days away, and is removed once that has passed. */
import { plusSeconds, secondsBetween, toInstant } from '../instants.ts';
import { type Address, TAG } from '../snapshot.ts';

export type Pause =
  | { kind: 'none' }
  | { kind: 'until'; until: string }
  | { kind: 'over'; value: string }
  /** A pause that cannot be read, or that our command could not have set, still holds. `why` completes a sentence. */
  | { kind: 'malformed'; value: string; why: string };

/** A pause that is forgotten leaves an appliance unprotected, so it may not last. */
export const PAUSE_DAYS_MAX = 7;

/** The clock of the operator who paused may be ahead of ours. */
const AHEAD_SECONDS_MAX = 3_600;

/** Clocks differ by a little: a pause is removed only when it is over by everybody's. */
const OVER_SECONDS = 60;

export function readPause({ tags }: Pick<Address, 'tags'>, now: string): Pause {
  const value = tags[TAG.pausedUntil];
  if (value === undefined) return { kind: 'none' };
  const until = toInstant(value);
  if (!until) return { kind: 'malformed', value, why: 'is not a valid time' };
  if (secondsBetween({ from: now, to: until }) > PAUSE_DAYS_MAX * 86_400 + AHEAD_SECONDS_MAX) {
    return { kind: 'malformed', value, why: `is more than ${PAUSE_DAYS_MAX} days away, the longest pause` };
  }
  return secondsBetween({ from: plusSeconds(until, OVER_SECONDS), to: now }) >= 0
    ? { kind: 'over', value }
    : { kind: 'until', until };
}
