/** What happens to images in the night: F14, F15, F26, F27, and holds by others on what is ours. */
import { callers } from '../../../account/caller.ts';
import { deregisterImage } from '../../../account/ec2/deregister-image.ts';
import { between } from '../../../random.ts';
import { goodOnes, laterBy, oneOf, ownImages, pendingOne, type Stage } from './stage.ts';
import type { Trouble } from './trouble.ts';

const NIGHT = { min: 3_600, max: 14_400 };

/** Old ones more often than young ones: those are the ones that are about to go. */
function anImage(stage: Stage): { imageId: string } | undefined {
  const images = ownImages(stage);
  const { random } = stage;
  const image = random() < 0.7 ? images[Math.floor(random() * Math.min(3, images.length))] : oneOf(random, images);
  return image && { imageId: image.id };
}

/** Half written: EC2 knows nothing of it, and no instance will boot from it. */
function spoil(stage: Stage): boolean {
  const { world } = stage.simulation;
  const image = pendingOne(stage);
  if (image) world.ec2.imageFlaws.set(image.id, 'dead');
  return image !== undefined;
}

/** A person tidies up in the console while the rotation does. */
function race(stage: Stage): boolean {
  const { world } = stage.simulation;
  const afterSeconds = between(stage.random, { min: 0, max: 4 });
  const goes = (): void => {
    const [oldest, ...rest] = goodOnes(stage);
    // People know as well as we do that the last few are needed.
    if (!oldest || rest.length < 4) return;
    callers.run({ name: 'person', dead: false, world }, () => {
      try {
        deregisterImage(world, { ImageId: oldest.id, DeleteAssociatedSnapshots: true });
      } catch {
        // It is protected, or gone already.
      }
    });
  };
  stage.ambushes.push({ state: 'PruneImages', strike: () => laterBy(stage, afterSeconds, goes) });
  return true;
}

export const IMAGE_TROUBLES: Record<string, Trouble> = {
  'F14 the image will not boot': { weight: 3, seconds: { min: 1, max: 2 }, deed: spoil },
  'F14 the image is refused at its launch, or dies of it': {
    weight: 2,
    seconds: NIGHT,
    faults: (stage) => {
      const image = pendingOne(stage);
      return image && [{ kind: 'image-broken', imageId: image.id, shows: oneOf(stage.random, ['at-call', 'later']) }];
    },
  },
  'F15 the Marketplace subscription is gone': {
    weight: 2,
    seconds: NIGHT,
    faults: () => [
      { kind: 'fail', action: 'RunInstances', caller: 'launch-proof', code: 'OptInRequired', times: 99, status: 401 },
    ],
  },
  'F26 the image is pending for hours': {
    weight: 4,
    seconds: { min: 60, max: 3_600 },
    faults: ({ random }) => [
      { kind: 'image-slow', seconds: Math.round(between(random, { min: 1_800, max: 110_000 })) },
    ],
  },
  'F26 the image fails': { weight: 4, seconds: { min: 600, max: 3_600 }, faults: () => [{ kind: 'image-fails' }] },
  'F27 a person deregisters an image too': { weight: 3, seconds: { min: 1, max: 2 }, deed: race },
  'an image is protected': {
    weight: 3,
    seconds: NIGHT,
    faults: (stage) => {
      const image = anImage(stage);
      return image && [{ kind: 'image-protected', ...image }];
    },
  },
  'an EBS snapshot is shared': {
    weight: 3,
    seconds: NIGHT,
    faults: (stage) => {
      const image = anImage(stage);
      return image && [{ kind: 'snapshot-shared', ...image }];
    },
  },
  'F47 an image is copied with its tags': {
    weight: 3,
    seconds: { min: 1, max: 2 },
    faults: (stage) => {
      const image = anImage(stage);
      const from = stage.random() < 0.3 ? ('another-region' as const) : undefined;
      const family = stage.appliance.image;
      return image && [{ kind: 'image-copied', image: image.imageId, tags: 'all', from, family }];
    },
  },
  'a foreign image is tagged like ours': {
    weight: 3,
    seconds: NIGHT,
    faults: (stage) => {
      const image = goodOnes(stage).at(-1);
      return image && [{ kind: 'foreign-image-tagged-like-ours', imageId: image.id }];
    },
  },
};
