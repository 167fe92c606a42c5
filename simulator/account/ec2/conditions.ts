/** Questions to the active faults that EC2's own machinery asks. */
import { activeFaults as active, type FaultOf } from '../faults/active.ts';
import type { ImageBreakage } from '../faults/fault.ts';
import type { World } from '../world.ts';

export const lostZone = (world: World, zone: string): FaultOf<'zone-lost'> | undefined =>
  active(world, 'zone-lost').find((fault) => fault.zone === zone);

export const anyZoneLost = (world: World): boolean => active(world, 'zone-lost').length > 0;

type Shortage = 'at-call' | 'later' | undefined;

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

export function breakageOf(world: World, imageId: string): ImageBreakage | undefined {
  const fault = active(world, 'image-broken').find((each) => each.imageId === imageId);
  return fault && (fault.shows ?? 'later');
}

export const neverAnswers = (world: World, imageId: string): boolean =>
  world.ec2.imageFlaws.has(imageId) || active(world, 'image-never-answers').some((fault) => fault.imageId === imageId);

export const imageFails = (world: World): boolean => active(world, 'image-fails').length > 0;

/** How long EC2 needs for an image that is asked for now, when that is longer than usual. */
export const slowImageMs = (world: World): number | undefined => {
  const [slowest] = active(world, 'image-slow')
    .map(({ seconds }) => seconds * 1000)
    .toSorted((one, other) => other - one);
  return slowest;
};

export const isProtected = (world: World, imageId: string): boolean =>
  active(world, 'image-protected').some((fault) => fault.imageId === imageId);

export const isOffered = (world: World, { zone, type }: { zone: string; type: string }): boolean =>
  !active(world, 'type-not-offered').some((fault) => fault.type === type && (fault.zone ?? zone) === zone);

export const isOsDead = (world: World, id: string): boolean =>
  active(world, 'instance-dead').some(({ instanceId }) => instanceId === id);

export const isServiceDead = (world: World, id: string): boolean =>
  active(world, 'service-dead').some(({ instanceId }) => instanceId === id);

/** Launched, or started, while new instances got no network, and before that was over. */
export const isCutOff = (world: World, { launchedAtMs }: { launchedAtMs: number }): boolean =>
  world.faults.active.some(({ fault, sinceMs }) => fault.kind === 'launches-cut-off' && launchedAtMs >= sinceMs);

export const stopHangs = (world: World, { id, zone }: { id: string; zone: string }): boolean =>
  lostZone(world, zone) !== undefined || active(world, 'hung-stop').some(({ instanceId }) => (instanceId ?? id) === id);
