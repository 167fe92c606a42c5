/** What becomes of an image that was asked for, and what it has copied from its instance without EC2 knowing. */

import { IMAGE_MS, LIFE_CYCLE_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import { allTrue, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { imageFails, isOsDead, isServiceDead, lostZone, slowImageMs } from './conditions.ts';
import { machineOf, rebootMachine } from './machines.ts';
import type { EbsSnapshotRecord, ImageFlaw, ImageRecord, InstanceRecord } from './state.ts';

/**
 * An image of a dead operating system is a dead operating system (aws-facts 3.6), and stays one when the instance is
 * stopped first or has itself been launched from such an image. A host that is dead, or dark, leaves the disk as it is.
 */
export function flawOf(world: World, { id, state, zone, imageId }: InstanceRecord): ImageFlaw | undefined {
  const { osAlive, answersFromMs } = machineOf(world, id);
  const inherited = world.ec2.imageFlaws.get(imageId);
  const powered = state === 'running' && !lostZone(world, zone);
  if (inherited === 'dead' || isOsDead(world, id) || (powered && !osAlive)) return 'dead';
  if (isServiceDead(world, id) || (powered && answersFromMs === Number.POSITIVE_INFINITY)) return 'silent';
  return inherited;
}

/** Shut down, restarted, silent meanwhile; EC2 shows no other state, and its checks take no notice of a reboot. */
export function restart(world: World, { id, state }: InstanceRecord): void {
  if (state !== 'running') return;
  const shutdownSeconds = between(world.random, LIFE_CYCLE_MS.gracefulStop) / 1000;
  rebootMachine(world, {
    instanceId: id,
    seconds: shutdownSeconds + between(world.random, world.ec2.settings.bootSeconds),
  });
}

const snapshotsOf = (world: World, { mappings }: ImageRecord): EbsSnapshotRecord[] =>
  mappings.flatMap(({ ebsSnapshotId }) => truth(world.ec2.ebsSnapshots, ebsSnapshotId ?? '') ?? []);

/** What EC2 reports as the volume of a copied EBS snapshot. */
export const NO_VOLUME = 'vol-ffffffff';

/**
 * Two snapshots of one volume in short order: EC2 accepts the request and lets the image fail, without saying why.
 * https://github.com/boto/boto3/issues/1698
 */
function isHasty(world: World, image: ImageRecord): boolean {
  // A copied snapshot names no volume that exists.
  const own = snapshotsOf(world, image).filter(({ volumeId }) => volumeId !== NO_VOLUME);
  return allTrue(world.ec2.ebsSnapshots).some(
    ({ id, volumeId, createdAtMs }) =>
      own.some((snapshot) => snapshot.volumeId === volumeId && snapshot.id !== id) &&
      image.createdAtMs - createdAtMs < IMAGE_MS.betweenSnapshots,
  );
}

/** `zone` is where the volumes are: while it is dark nothing can be copied from them, and the image stays pending. */
type Developing = { image: ImageRecord; zone: string };

export function develop(world: World, { image, zone }: Developing): void {
  const doomed = isHasty(world, image);
  const afterMs = slowImageMs(world) ?? between(world.random, IMAGE_MS.pendingToAvailable);
  world.clock.at(world.clock.nowMs() + afterMs, () => {
    if (lostZone(world, zone)) develop(world, { image, zone });
    else finish(world, image, { failed: doomed || imageFails(world) });
  });
}

/** The snapshots are finished even if the image has been deregistered meanwhile; and left behind if it has failed. */
function finish(world: World, image: ImageRecord, { failed }: { failed: boolean }): void {
  const { images, ebsSnapshots } = world.ec2;
  for (const snapshot of snapshotsOf(world, image)) {
    const value: EbsSnapshotRecord = { ...snapshot, state: failed ? 'error' : 'completed' };
    write(world, ebsSnapshots, { id: snapshot.id, value, lagMs: 0 });
  }
  const now = truth(images, image.id);
  if (now?.state !== 'pending') return;
  const code = 'Server.InternalError';
  const value: ImageRecord = failed
    ? { ...now, state: 'failed', stateReason: { code, message: code } }
    : { ...now, state: 'available' };
  write(world, images, { id: image.id, value, lagMs: 0 });
  world.changed(`${image.id} ${value.state}`);
}
