/** What our functions launched: from which image, and with whose user data, rights and volumes. */

import { truth } from '../../account/consistency.ts';
import type { ImageRecord, InstanceRecord } from '../../account/ec2/state.ts';
import { activeFaults } from '../../account/faults/active.ts';
import { STRANGER_DATA, strangerProfile } from '../../account/strangers/act.ts';
import { DATABASE } from '../../account/strangers/bystander.ts';
import type { World } from '../../account/world.ts';
import type { Effect } from '../rules/provenance.ts';
import { isForeign, isLaunchedByUs, isOurImage } from './ground-truth.ts';

type Looks = { instances: Map<string, InstanceRecord>; images: Map<string, ImageRecord> };
type Launching = { world: World; by: string; was: Looks; is: Looks };

const hasForeignParts = (world: World, instance: InstanceRecord): boolean =>
  instance.userData === STRANGER_DATA ||
  instance.instanceProfile?.arn === strangerProfile(world) ||
  instance.disableApiTermination ||
  instance.volumeIds.some((id) => truth(world.ec2.volumes, id)?.ebsSnapshotId === DATABASE.snapshotId);

/**
 * Made by a rotation, not broken by a fault, and not yet tried: as long as there is one, no foreign image is to be launched.
 * Before the first rotation an image is known by its Name alone, as documented (`recipeImages`).
 */
function ownImageLeft({ world, was }: Launching, { tags }: ImageRecord): boolean {
  const broken = [...activeFaults(world, 'image-broken'), ...activeFaults(world, 'image-never-answers')].map(
    ({ imageId }) => imageId,
  );
  const tried = new Set(
    [...was.instances.values()].filter(({ id }) => isLaunchedByUs(world, id)).map(({ imageId }) => imageId),
  );
  return [...was.images.values()].some(
    (image) =>
      image.state === 'available' &&
      image.ownerId === world.accountId &&
      isOurImage(image) &&
      image.tags.Name === tags.Name &&
      !broken.includes(image.id) &&
      !tried.has(image.id),
  );
}

/** A stranger's image counts while one of ours is left; of its own proof a rotation asks nothing here. */
export function launchedWithForeignParts(launching: Launching): Effect[] {
  const { world, by, was, is } = launching;
  return [...is.instances.values()].flatMap((instance): Effect[] => {
    if (was.instances.has(instance.id) || instance.madeBy !== by) return [];
    const image = truth(world.ec2.images, instance.imageId);
    const foreign = image && isForeign(image) && ownImageLeft(launching, image);
    return [
      ...(hasForeignParts(world, instance) ? [{ by, did: 'launch' as const, id: instance.id, ours: false }] : []),
      ...(foreign ? [{ by, did: 'launch' as const, id: image.id, ours: false }] : []),
    ];
  });
}
