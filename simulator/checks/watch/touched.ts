/** When others last changed what a takeover works on: the traffic of an appliance, its pause, and the instance that carries it. */

import { TAG } from '../../../shared/domain/snapshot.ts';
import { carries, spotOf } from '../../../shared/domain/traffic/placed.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../../shared/machines/time-outs.ts';
import { isUp } from '../rules/change.ts';
import type { Pause } from '../rules/conduct.ts';
import type { Truth } from './truth.ts';

export type Touched = {
  touchedAt: string | undefined;
  pause: Pause | undefined;
  /** Since when the holder of the address has not been running, through no deed of ours; undefined while it runs. */
  holderDownAt: string | undefined;
};

export const isOurs = (by: string): boolean => by in FUNCTION_TIMEOUT_SECONDS;

/** Where each part points, and the tags of the address; whether anything runs behind it is no change of the traffic. */
const trafficOf = ({ traffic: { address, parts } }: Truth): string =>
  JSON.stringify([address.tags, parts.filter(carries).map(spotOf)]);

/** While one that is lengthened cannot have been seen yet, the one before still counts. */
function pauseOf(known: Pause | undefined, until: string | undefined, at: string): Pause | undefined {
  if (until === undefined) return undefined;
  if (known?.until === until) return known;
  return { until, since: at, ...(known && known.until < until && { before: known }) };
}

export function touched(known: Touched, change: { by: string; at: string; before: Truth; now: Truth }): Touched {
  const { by, at, before, now } = change;
  const until = now.traffic.address.tags[TAG.pausedUntil];
  const pause = pauseOf(known.pause, until, at);
  const touchedAt = !isOurs(by) && trafficOf(before) !== trafficOf(now) ? at : known.touchedAt;
  const holderIsUp = isUp(now.instances, now.traffic.address.instanceId);
  const holderDownAt = holderIsUp ? undefined : (known.holderDownAt ?? (isOurs(by) ? undefined : at));
  return { touchedAt, pause, holderDownAt };
}
