/**
 * Which entries of the list of sent notifications (`failover:told`) were never sent. Only the sweep hands the sweep's
 * notifications to `notify`: an entry that appears between two sweeps, and that neither of them handed over, is not
 * ours.
 */
import { secondsBetween } from '../instants.ts';
import { readSent } from './news.ts';

/** By key of a condition: when it was last handed over, or last seen while it was ours. */
export type OurKeys = Map<string, string>;

/** Lambda repeats `notify` for an hour, and a list that was read before may be written back after. */
const OURS_SECONDS = 3_900;

/** Two sweeps of one environment that are further apart may have another environment's sweep between them. */
const CONSECUTIVE_SECONDS = 100;

export type SentList = { keys: ReadonlySet<string>; neverSent: string[] };

/** Remembers in `ours` what it believes. Without a sweep just before this one, it believes the whole list. */
export function judgeSent(
  tag: string | undefined,
  { ours, sweptAt, now }: { ours: OurKeys; sweptAt: string | undefined; now: string },
): SentList {
  const listed = [...readSent(tag)];
  const consecutive = sweptAt !== undefined && secondsBetween({ from: sweptAt, to: now }) <= CONSECUTIVE_SECONDS;
  const isOurs = (key: string): boolean => {
    const at = ours.get(key);
    return at !== undefined && secondsBetween({ from: at, to: now }) <= OURS_SECONDS;
  };
  const neverSent = consecutive ? listed.filter((key) => key.startsWith('c') && !isOurs(key)) : [];
  const believed = listed.filter((key) => !neverSent.includes(key));
  for (const key of believed) ours.set(key, now);
  return { keys: new Set(believed), neverSent };
}
