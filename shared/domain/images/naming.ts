/** How the images of ours are named and tagged. */

import type { Appliance } from '../appliance.ts';
import { shortHash } from '../hash.ts';
import { TAG } from '../snapshot.ts';
import type { Whose } from './standing.ts';

/** Whether the configuration names one image by its id: then every takeover uses that one, and no rotation makes another. */
export const isFixed = ({ image }: Pick<Appliance, 'image'>): boolean => /^ami-[0-9a-f]+$/.test(image);

/** The Name that all images of an appliance carry. One image named by its id has no family: then it is the appliance's. */
export const familyOf = ({ image, name }: Pick<Appliance, 'image' | 'name'>): string =>
  isFixed({ image }) ? name : image;

/** The Name of an instance that is kept ready. */
export const standbyNameOf = ({ stage, appliance }: { stage: string; appliance: string }): string =>
  `failover-${stage}-${appliance}-standby`;

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
