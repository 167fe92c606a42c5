/** What a sweep, a rotation and every other function that works for no takeover must keep to: the traffic is not theirs. */

import { TAG } from '../../../shared/domain/snapshot.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import { couldNotBeSeen, isMove, nameOf } from './change.ts';
import type { Deed } from './deed.ts';

/** S13: only a takeover moves the traffic, because only a takeover has a plan, a lock and a successor that finishes it. */
function movedWithoutAPlan(deed: Deed): string[] {
  if (!isMove(deed)) return [];
  return [`S13: ${deed.by} did ${nameOf(deed)}, and works for no takeover of it`];
}

/**
 * S3: only its own takeover stops an instance that carries any of the traffic. A retired one that runs again is stopped
 * (S11) although a route was aimed at it by hand: it has no address through which a client could come.
 */
function stoppedACarrier(deed: Deed): string[] {
  if (deed.kind !== 'stop' || couldNotBeSeen(deed)) return [];
  const { instanceId, traffic, instances, by } = deed;
  const stopped = instances.find(({ id }) => id === instanceId);
  const isRetired = stopped?.tags[TAG.role] === 'retired';
  const isLedTo = stopped && !isRetired && carriesAny(traffic.parts, stopped);
  return instanceId === traffic.address.instanceId || isLedTo
    ? [`S3: ${by} stopped ${instanceId}, which carries the traffic`]
    : [];
}

export const violationsOfBystander = (deed: Deed): string[] => [...movedWithoutAPlan(deed), ...stoppedACarrier(deed)];
