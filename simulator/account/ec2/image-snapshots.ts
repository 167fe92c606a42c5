/** Which images an EBS snapshot belongs to, and how it goes. */
import { allTrue, allVisible, drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import type { ImageRecord } from './state.ts';

const uses = ({ state, mappings }: ImageRecord, ebsSnapshotId: string): boolean =>
  (state === 'available' || state === 'pending') && mappings.some((mapping) => mapping.ebsSnapshotId === ebsSnapshotId);

/**
 * A snapshot stays in use while reads still show its image: deregistering is not immediate, and a caller that deletes
 * the snapshot right after it is refused. https://github.com/boto/boto/issues/3019
 */
export function imagesUsing(world: World, ebsSnapshotId: string): ImageRecord[] {
  const { images } = world.ec2;
  return [...new Set([...allTrue(images), ...allVisible(world, images)])].filter((image) => uses(image, ebsSnapshotId));
}

export const isShared = (world: World, { id, except }: { id: string; except: string }): boolean =>
  imagesUsing(world, id).some((image) => image.id !== except);

/** Forgotten once reads do not show it any more, because a rotation makes hundreds of them in a year. */
export function removeSnapshot(world: World, id: string): void {
  const { ebsSnapshots, gone } = world.ec2;
  const last = truth(ebsSnapshots, id);
  if (last) gone.set(id, last);
  const lagMs = drawLagMs(world);
  write(world, ebsSnapshots, { id, value: undefined, lagMs });
  world.clock.at(world.clock.nowMs() + lagMs + 1, () => {
    if (truth(ebsSnapshots, id) === undefined) ebsSnapshots.delete(id);
  });
  world.changed(`${id} deleted`);
}
