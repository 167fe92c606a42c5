/** Questions to the faults that are active now, for everything that they break. */

import type { World } from '../world.ts';
import type { ActiveFault, Fault } from './fault.ts';

export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

const isOf = <Kind extends Fault['kind']>(fault: Fault, kind: Kind): fault is FaultOf<Kind> => fault.kind === kind;

export function activeFaults<Kind extends Fault['kind']>(world: World, kind: Kind): FaultOf<Kind>[] {
  return world.faults.active.flatMap(({ fault }) => (isOf(fault, kind) ? [fault] : []));
}

/** Of so many calls and no more, and it has met them all. */
export const isSpent = ({ fault, hits }: ActiveFault): boolean =>
  'times' in fault && 'action' in fault && hits >= fault.times + (fault.skip ?? 0);

/** For a fault that lets so many pass and then strikes so many times: true while there is one left. */
export function strikes(
  active: ActiveFault,
  { times, skip = 0 }: { times: number; skip?: number | undefined },
): boolean {
  if (active.hits >= skip + times) return false;
  active.hits += 1;
  return active.hits > skip;
}
