/** An image of this account as rotation sees it: how ours are named and marked, and how we know them again. */

import type { Appliance } from '../appliance.ts';
import { shortHash } from '../hash.ts';
import { TAG } from '../snapshot.ts';
import type { RetentionImage } from './retention.ts';

export type OwnImage = {
  id: string;
  name: string;
  /** EC2's word: `pending`, `available`, `failed`, … */
  state: string;
  /** EC2's CreationDate: of a copy, when it was copied. */
  createdAt: string;
  /** When its content was taken (`content-time.ts`); undefined where nothing proves it, or nobody asked. */
  takenAt?: string | undefined;
  /** The instance that CreateImage was called for, which EC2 records and no tag can change; a copied image has none. */
  sourceInstanceId?: string | undefined;
  sourceImageId?: string | undefined;
  tags: Record<string, string>;
  /** By EC2's deregistration protection. */
  protected: boolean;
  devices: string[];
  ebsSnapshotIds: string[];
};

/** Whose an image is: another stack may protect an appliance of the same name in the same account. */
export type Whose = { appliance: string; owner: string };

/** Whether the configuration names one image by its id: then every takeover uses that one, and no rotation makes another. */
export const isFixed = ({ image }: Pick<Appliance, 'image'>): boolean => /^ami-[0-9a-f]+$/.test(image);

/** The Name that all images of an appliance carry. One image named by its id has no family: then it is the appliance's. */
export const familyOf = ({ image, name }: Pick<Appliance, 'image' | 'name'>): string =>
  isFixed({ image }) ? name : image;

/** What EC2 takes for a name: 3 to 128 of these characters, of which the date needs fourteen. */
const REFUSED_CHARACTERS = /[^\w()[\] ./\-'@]/g;
const FAMILY_CHARACTERS_MAX = 114;

/** The minute makes it unique, and the same minute always the same name, so that a repetition makes no second image. */
export function imageNameOf(family: string, at: string): string {
  const taken = takenOf(family);
  return named(
    taken === family ? family : `${taken.slice(0, FAMILY_CHARACTERS_MAX - HASH_CHARACTERS)}-${shortHash(family)}`,
    at,
  );
}

/** The dash and the hash that tell apart two families of which EC2 takes only what they have in common. */
const HASH_CHARACTERS = 8;

const takenOf = (family: string): string => family.replace(REFUSED_CHARACTERS, '-').slice(0, FAMILY_CHARACTERS_MAX);

function named(family: string, at: string): string {
  const [date = '', time = ''] = at.split('T');
  return `${family}_${date.replaceAll('-', '')}_${time.slice(0, 5).replace(':', '')}`;
}

/** The minute that a name of ours ends with. */
export function stampIn(name: string): string | undefined {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)$/.exec(name) ?? [];
  const stamp = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  return Number.isNaN(Date.parse(stamp)) ? undefined : stamp;
}

/** The release before wrote no hash; its images are kept for months. */
export const isImageName = (name: string, { family, at }: { family: string; at: string }): boolean =>
  name === imageNameOf(family, at) || name === named(takenOf(family), at);

/** `by`: the ARN of the rotation execution that makes it. */
type Made = Whose & { family: string; by: string };

/** Of what CreateImage makes: the image, and the EBS snapshots that it consists of. */
export const snapshotTags = ({ appliance, owner, family, by }: Made): Record<string, string> => ({
  Name: family,
  [TAG.appliance]: appliance,
  [TAG.owner]: owner,
  [TAG.by]: by,
});

export const candidateTags = (made: Made & { createdFrom: string }): Record<string, string> => ({
  ...snapshotTags(made),
  [TAG.image]: 'candidate',
  [TAG.createdFrom]: made.createdFrom,
});

export const isOurs = ({ tags }: Pick<OwnImage, 'tags'>, { appliance, owner }: Whose): boolean =>
  tags[TAG.appliance] === appliance && tags[TAG.owner] === owner;

export const isGood = ({ tags }: Pick<OwnImage, 'tags'>): boolean => tags[TAG.image] === 'good';

/** The image for the retention rules. One that we have marked as failed is as failed as one that EC2 calls so. */
export function retentionImageOf(
  image: OwnImage,
  whose: Whose & { family: string },
  { genuine, line }: { genuine: boolean; line?: string | undefined },
): RetentionImage {
  const { id, takenAt = '', tags } = image;
  const claimed = isOurs(image, whose);
  const ours = claimed && genuine;
  const markedFailed = ours && tags[TAG.image] === 'failed' && ['available', 'pending'].includes(image.state);
  return {
    id,
    takenAt,
    state: markedFailed ? 'failed' : image.state,
    ours,
    good: ours && isGood(image) && tags.Name === whose.family,
    candidate: tags[TAG.image] === 'candidate',
    provenAt: tags[TAG.provenAt],
    protected: image.protected,
    ...(claimed && !genuine && { unproven: true }),
    ...(line !== undefined && { line }),
  };
}
