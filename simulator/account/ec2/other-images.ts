/** Images that are not ours and look as if they were, or hold on to what is ours. */
import { truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import type { ImageRecord } from './state.ts';

const STRANGER = '999999999999';

function known(world: World, imageId: string): ImageRecord {
  const image = truth(world.ec2.images, imageId);
  if (!image) throw new Error(`there is no image ${imageId}`);
  return image;
}

function add(world: World, image: ImageRecord): void {
  write(world, world.ec2.images, { id: image.id, value: image, lagMs: 0 });
}

function remove(world: World, isMeant: (image: ImageRecord) => boolean): void {
  const { images } = world.ec2;
  for (const [id, { truth: image }] of images) if (image && isMeant(image)) images.delete(id);
}

const sharerOf = (imageId: string): string => `shares the snapshots of ${imageId}`;

/** As RegisterImage does: without a tag of ours, from the very same EBS snapshots. */
export function shareSnapshots(world: World, imageId: string): void {
  const { mappings, ownerId } = known(world, imageId);
  const createdAtMs = world.clock.nowMs();
  add(world, {
    ...{
      id: newId(world, 'ami'),
      tags: {},
      name: sharerOf(imageId),
      ownerId,
      state: 'available',
      createdAtMs,
      mappings,
    },
  });
}

export const unshareSnapshots = (world: World, imageId: string): void =>
  remove(world, ({ name }) => name === sharerOf(imageId));

/** Newer than ours, so that a caller that forgets to ask for the owner takes it; its EBS snapshots are not visible to us. */
export function shareForeignImage(world: World, imageId: string): void {
  const model = known(world, imageId);
  const mappings = model.mappings.map((mapping) => ({ ...mapping, ebsSnapshotId: newId(world, 'snap') }));
  const own = { id: newId(world, 'ami'), ownerId: STRANGER, createdAtMs: world.clock.nowMs() };
  add(world, { ...model, ...own, state: 'available', mappings });
}

/** The fault is one at a time: all that the stranger shares goes. */
export const unshareForeignImages = (world: World): void => remove(world, ({ ownerId }) => ownerId === STRANGER);
