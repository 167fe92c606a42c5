/** When somebody else last changed the traffic of an appliance, and since when it has been paused. */
import type { Pause } from '../../shared/domain/conduct-invariants.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Truth } from './truth.ts';

export type Touched = { touchedAt: string | undefined; pause: Pause | undefined };

/** Whoever is neither a function of ours nor the world itself. */
const isPerson = (by: string): boolean => by === 'person';

const trafficOf = ({ traffic }: Truth): string => JSON.stringify(traffic);

export function touched(known: Touched, change: { by: string; at: string; before: Truth; now: Truth }): Touched {
  const { by, at, before, now } = change;
  const until = now.traffic.address.tags[TAG.pausedUntil];
  const pause = until === undefined ? undefined : known.pause?.until === until ? known.pause : { until, since: at };
  const touchedAt = isPerson(by) && trafficOf(before) !== trafficOf(now) ? at : known.touchedAt;
  return { touchedAt, pause };
}
