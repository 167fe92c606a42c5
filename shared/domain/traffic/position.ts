/** What EC2 says of an address or of a route, as the position of a part. */
import type { Address, RouteTarget } from '../snapshot.ts';
import type { Position } from './part.ts';

export function positionOfAddress(found: Pick<Address, 'instanceId' | 'networkInterfaceId'>): Position {
  const { instanceId, networkInterfaceId } = found;
  if (instanceId === undefined && networkInterfaceId === undefined) return { at: 'nowhere' };
  return { at: 'interface', networkInterfaceId, instanceId, blackhole: false };
}

export function positionOfTarget(target: RouteTarget): Position {
  if (target.kind === 'absent') return { at: 'nowhere' };
  const { id, blackhole } = target;
  if (target.kind === 'other') return { at: 'foreign', id, blackhole };
  return { at: 'interface', networkInterfaceId: id, instanceId: target.instanceId, blackhole };
}
