/** Which images a replacement may be launched from. */
import { isOurs, type Whose } from './own-image.ts';
import { type Image, TAG } from './snapshot.ts';

/**
 * Made by a rotation of somebody else: of another appliance whose images have the same Name, or of another stack. One
 * that says of nobody that it is theirs has only its Name to go by, as in the days of the recipe.
 */
export function isStrangers(image: Pick<Image, 'tags'>, whose: Whose): boolean {
  const { [TAG.appliance]: appliance, [TAG.owner]: owner } = image.tags;
  return (appliance !== undefined || owner !== undefined) && !isOurs(image, whose);
}

/**
 * The good images, newest first. Those that carry only the recipe's Name tag count as good until a rotation has marked
 * one: from then on an unmarked image is somebody's experiment.
 */
export function goodImages(images: Image[]): Image[] {
  const newestFirst = [...images].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const marked = newestFirst.filter(({ tags }) => tags[TAG.image] === 'good');
  return marked.length > 0 ? marked : newestFirst.filter(({ tags }) => tags[TAG.image] === undefined);
}

/** Without the images from which a replacement never answered, as long as another is left. */
export function withoutAvoided(images: Image[], avoidImageIds: string[]): Image[] {
  const others = images.filter(({ id }) => !avoidImageIds.includes(id));
  return others.length > 0 ? others : images;
}
