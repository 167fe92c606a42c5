/** Which images a replacement may be launched from. */

import type { Image } from '../snapshot.ts';
import { newestContentFirst } from './content-time.ts';
import { entryOf, type Ledger, provenanceOf } from './ledger.ts';

/** What is known of the rotations: `unread` when it could not be read, which is no verdict about any image. */
export type Ranking = {
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
  const marked = newest.filter(({ standing }) => standing === 'good');
  const { ledgers, recipeImages } = ranking;
  if (marked.length > 0) {
    const judged = marked.map((image) => withProvenance(image, ranking));
    return [0, 1, 2].flatMap((rank) => judged.filter((image) => rankOf(image) === rank));
  }
  const rotated = ledgers !== 'unread' && ledgers.length > 0;
  if (rotated || !recipeImages) return [];
  const recipe = newest.filter(({ standing }) => standing === 'unmarked');
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
