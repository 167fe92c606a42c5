/** Which images a replacement may be launched from. */
import { type Image, TAG } from './snapshot.ts';

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
