/** The faults of images. */
import { z } from 'zod';
import { seconds } from '../../limits.ts';
import { shareForeignImage, shareSnapshots, unshareForeignImages, unshareSnapshots } from '../ec2/other-images.ts';
import { aFault, lasts, once } from './fault-file.ts';
import { copy, deregister } from './people.ts';
import { anyImage, type Cast, image, imageIn } from './roles.ts';

const theImage = <Name extends string>(said: { kind: Name; image: z.infer<typeof anyImage> }, cast: Cast) => ({
  ...{ kind: said.kind, imageId: imageIn(cast, said.image) },
});

const UNUSABLE = {
  'at-call': 'is unknown to the caller that wants to launch it',
  later: 'cannot be launched any more',
  'key-denied': 'is encrypted with a key that we may not use any more',
  'not-subscribed': 'is of a product whose subscription has ended',
};

export const OF_IMAGES = {
  ...aFault('image-broken', {
    says: { image, shows: z.enum(['at-call', 'not-subscribed', 'later', 'key-denied']).optional() },
    cast: (said, cast) => ({ ...theImage(said, cast), shows: said.shows }),
    sentence: ({ image: which, shows = 'later' }, cast) => `image ${imageIn(cast, which)} ${UNUSABLE[shows]}`,
  }),
  ...aFault('image-deregistered', {
    says: { image: anyImage },
    ...{ cast: theImage, begin: deregister },
    sentence: (said, cast) => `a person deregisters image ${imageIn(cast, said.image)}`,
  }),
  ...aFault('image-copied', {
    says: {
      /** Or a place among those that are there at that moment, 0 the newest. */
      image: z.union([anyImage, z.int().min(0)]),
      tags: z.enum(['all', 'name-only']).default('all'),
      from: z.literal('another-region').optional(),
    },
    begin: copy,
    cast: (said, cast) => ({
      ...said,
      ...{ image: typeof said.image === 'number' ? said.image : imageIn(cast, said.image), family: cast.family },
    }),
    sentence: ({ image: which, tags, from }, cast) =>
      `a person copies ${typeof which === 'number' ? `the image at place ${which}` : imageIn(cast, which)}${from ? ' by way of another Region' : ''}, with ${tags === 'all' ? 'all its tags' : 'its Name'}`,
  }),
  ...aFault('image-never-answers', {
    says: { image },
    cast: theImage,
    sentence: (said, cast) => `image ${imageIn(cast, said.image)} boots, but its service never answers`,
  }),
  ...aFault('image-slow', {
    says: { seconds },
    sentence: (said) => `EC2 needs ${said.seconds} s for each image from now on`,
  }),
  ...aFault('image-fails', { says: {}, sentence: () => 'images that EC2 is making fail' }),
  ...aFault('image-protected', {
    says: { image: anyImage },
    cast: theImage,
    sentence: (said, cast) => `a person protects image ${imageIn(cast, said.image)} from deregistration`,
  }),
  ...aFault('snapshot-shared', {
    says: { image: anyImage },
    cast: theImage,
    sentence: (said, cast) => `a person registers another image from the EBS snapshots of ${imageIn(cast, said.image)}`,
    begin: (world, { imageId }) => shareSnapshots(world, imageId),
    end: (world, { imageId }) => unshareSnapshots(world, imageId),
  }),
  ...aFault('foreign-image-tagged-like-ours', {
    says: { image: anyImage },
    cast: theImage,
    sentence: (said, cast) =>
      `another account shares an image that is named and tagged like ${imageIn(cast, said.image)}, and newer`,
    begin: (world, { imageId }) => shareForeignImage(world, imageId),
    end: unshareForeignImages,
  }),
};

export const IMAGE_ENTRIES = [
  lasts('F14', 'The image is missing, pending, broken or its key denied', {
    shows: '`InvalidAMIID.NotFound`; or pending and then terminated, with `Client.InternalError` for a key',
    holds: 'the image before is taken',
    deeds: [
      { fault: { kind: 'image-broken', image: 'newest', shows: 'at-call' } },
      { fault: { kind: 'image-broken', image: 'newest', shows: 'later' } },
      { fault: { kind: 'image-broken', image: 'newest', shows: 'key-denied' } },
      { fault: { kind: 'image-deregistered', image: 'newest' } },
    ],
    scenarios: ['image-unusable', 'image-dies-late', 'image-key-denied', 'image-deregistered-by-hand'],
  }),
  lasts('F15', 'The Marketplace subscription has ended', {
    shows: '`OptInRequired` from RunInstances',
    holds: 'nothing is moved, and operators are notified',
    deeds: [{ fault: { kind: 'image-broken', image: 'newest', shows: 'not-subscribed' } }],
    scenarios: ['subscription-ended'],
  }),
  lasts('F26', 'An image is pending for hours, or fails', {
    shows: 'its state is `pending`, or `failed`',
    holds: 'the good ones stay',
    deeds: [{ fault: { kind: 'image-slow', seconds: 28_800 } }, { fault: { kind: 'image-fails' } }],
    scenarios: ['image-pending-for-hours', 'image-fails', 'takeover-during-rotation'],
  }),
  once('F27', 'A person deregisters the image first', {
    shows: '`InvalidAMIID.Unavailable` from DeregisterImage',
    holds: 'that is what was wanted',
    deeds: [
      { fault: { kind: 'fail', action: 'DeregisterImage', code: 'InvalidAMIID.Unavailable', status: 400, times: 1 } },
    ],
    scenarios: ['deregister-raced'],
  }),
  lasts('F29', 'The replacement runs and does not serve', {
    shows: 'the probe of the new instance fails',
    holds: 'the image before is tried once, then people decide',
    deeds: [{ fault: { kind: 'image-never-answers', image: 'newest' } }, { fault: { kind: 'launches-cut-off' } }],
    scenarios: ['never-answers', 'never-answers-long-ago', 'region-cannot-launch'],
  }),
  once('F47', 'A person copies an old image', {
    shows:
      'a new image with the date of the copy, perhaps with all tags of the original, and without a source instance',
    holds: 'its age is that of its content, or unknown; newer content is launched first, and no copy is pruned',
    deeds: [
      { fault: { kind: 'image-copied', image: 'oldest', tags: 'all' } },
      { fault: { kind: 'image-copied', image: 'oldest', tags: 'name-only' } },
      { fault: { kind: 'image-copied', image: 'previous', tags: 'all', from: 'another-region' } },
    ],
    scenarios: [
      ...['copied-image-named-like-ours', 'copied-image-with-our-tags', 'copied-images-of-the-line-before'],
      ...['copied-image-not-ready', 'copied-image-by-way-of-another-region', 'copied-image-beside-its-original'],
      ...['copied-image-between-held-nights', 'copied-images-never-pruned'],
    ],
  }),
];
