/** What a sweep, a rotation and every other function that works for no takeover must keep to: the traffic is not theirs. */

import { TAG } from '../../../shared/domain/snapshot.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import { couldNotBeSeen, isMove, nameOf } from './change.ts';
import type { Deed } from './deed.ts';

/** S13: only a takeover moves the traffic, because only a takeover has a plan, a lock and somebody who finishes it. */
function movedWithoutAPlan(deed: Deed): string[] {
  if (!isMove(deed)) return [];
  return [`S13: ${deed.by} did ${nameOf(deed)}, and works for no takeover of it`];
}

/**
 * S3: whoever carries any of the traffic is stopped by nobody else. A retired one that runs again is stopped (S11) although
 * somebody has aimed a route at it: it has no address through which anybody could come.
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
