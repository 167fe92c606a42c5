/** Questions to the active faults that EC2's own machinery asks. */
import type { Fault } from '../faults.ts';
import type { World } from '../world.ts';

type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

function active<Kind extends Fault['kind']>(world: World, kind: Kind): FaultOf<Kind>[] {
  return world.faults.active.flatMap(({ fault }) => (isOf(fault, kind) ? [fault] : []));
}

function isOf<Kind extends Fault['kind']>(fault: Fault, kind: Kind): fault is FaultOf<Kind> {
  return fault.kind === kind;
}

export const lostZone = (world: World, zone: string): FaultOf<'zone-lost'> | undefined =>
  active(world, 'zone-lost').find((fault) => fault.zone === zone);

export const anyZoneLost = (world: World): boolean => active(world, 'zone-lost').length > 0;

export type Shortage = 'at-call' | 'later' | undefined;

/** A zone without power has no capacity either; EC2 says so at the call. */
export function shortageOf(world: World, { zone, type }: { zone: string; type: string }): Shortage {
  if (lostZone(world, zone)) return 'at-call';
  const fault = active(world, 'no-capacity').find(
    (each) => (each.zone ?? zone) === zone && (each.type ?? type) === type,
  );
  return fault && (fault.shows ?? 'at-call');
}

export const staysPending = (world: World, { zone, type }: { zone: string; type: string }): boolean =>
  active(world, 'stuck-pending').some((fault) => (fault.zone ?? zone) === zone && (fault.type ?? type) === type);

export function breakageOf(world: World, imageId: string): Shortage {
  const fault = active(world, 'image-broken').find((each) => each.imageId === imageId);
  return fault && (fault.shows ?? 'later');
}

export const neverAnswers = (world: World, imageId: string): boolean =>
  active(world, 'image-never-answers').some((fault) => fault.imageId === imageId);

export const stopHangs = (world: World, { id, zone }: { id: string; zone: string }): boolean =>
  lostZone(world, zone) !== undefined || active(world, 'hung-stop').some(({ instanceId }) => (instanceId ?? id) === id);
