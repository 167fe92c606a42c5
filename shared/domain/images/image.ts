/** Which images a replacement may be launched from. */

import { type Image, TAG } from '../snapshot.ts';
import { newestContentFirst } from './content-time.ts';
import { entryOf, type Ledger, provenanceOf } from './ledger.ts';
import { isOurs, type Whose } from './own-image.ts';

/**
 * Made by a rotation of somebody else: of another appliance whose images have the same Name, or of another stack. One
 * that says of nobody that it is theirs has only its Name to go by, as in the days of the recipe.
 */
export function isStrangers(image: Pick<Image, 'tags'>, whose: Whose): boolean {
  const { [TAG.appliance]: appliance, [TAG.owner]: owner } = image.tags;
  return (appliance !== undefined || owner !== undefined) && !isOurs(image, whose);
}

/**
 * With the tags that adoption gave the appliance, and with those of no rotation: AWS Backup copies the tags of an instance to
 * the image that it makes. https://docs.aws.amazon.com/aws-backup/latest/devguide/tags-on-backups.html
 */
export const isBackupOf = ({ tags }: Pick<Image, 'tags'>, { appliance }: Pick<Whose, 'appliance'>): boolean =>
  tags[TAG.appliance] === appliance && tags[TAG.owner] === undefined && tags[TAG.image] === undefined;

/** What is known of the rotations: `unread` when it could not be read, which is no verdict about any image. */
export type Ranking = Whose & {
  family: string;
  ledgers: Ledger[] | 'unread';
  /** Instances that are in the line by other evidence than the records. */
  lineIds?: string[];
  /** Whether images with only the Name tag count before the first rotation has succeeded. */
  recipeImages: boolean;
};

/**
 * The good images: those that a rotation of ours provably made first, the newest content of them first. Then those of a new line that
 * is not proven yet, and last those that only claim to be ours. Images that carry only the recipe's Name tag count until the
 * first rotation has succeeded.
 */
export function goodImages(images: Image[], ranking: Ranking): Image[] {
  const newest = [...images].sort(newestContentFirst);
  const marked = newest.filter((image) => image.tags[TAG.image] === 'good' && isOurs(image, ranking));
  const { ledgers, recipeImages } = ranking;
  if (marked.length > 0) {
    const judged = marked.map((image) => withProvenance(image, ranking));
    return [0, 1, 2].flatMap((rank) => judged.filter((image) => rankOf(image) === rank));
  }
  const rotated = ledgers !== 'unread' && ledgers.length > 0;
  if (rotated || !recipeImages) return [];
  const recipe = newest.filter(({ tags }) => tags[TAG.image] === undefined);
  return recipe.map((image) => ({ ...image, provenance: 'recipe' }));
}

function withProvenance(image: Image, { ledgers, lineIds = [], family }: Ranking): Image {
  if (ledgers === 'unread') return { ...image, provenance: 'unread' };
  const trial = entryOf(image.id, ledgers)?.trial === true;
  return { ...image, provenance: provenanceOf(image, { ledgers, lineIds, family }), ...(trial && { trial }) };
}

function rankOf({ provenance, trial }: Image): number {
  if (provenance === 'none') return 2;
  return trial ? 1 : 0;
}

/** Whether images claim to be good, and none of them provably is. */
export const isUnproven = (images: Image[]): boolean =>
  images.length > 0 && images.every(({ provenance }) => provenance === 'none');

/** Without the images from which a replacement never answered, as long as another is left. */
export function withoutAvoided(images: Image[], avoidImageIds: string[]): Image[] {
  const others = images.filter(({ id }) => !avoidImageIds.includes(id));
  return others.length > 0 ? others : images;
}
