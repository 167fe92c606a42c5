/**
 * The one rule that says what the tags of an image mean. Tags claim; what proves an image is in `ledger.ts`. A takeover launches
 * from `good` ones, a rotation accepts a `candidate`, retention prunes neither a `foreign` nor an `unclear` one.
 */
import { type Image, type Standing, TAG } from '../snapshot.ts';

/** Whose an image is: another stack may protect an appliance of the same name in the same account. */
export type Whose = { appliance: string; owner: string };

type Tagged = Pick<Image, 'tags'>;

const markOf = ({ tags }: Tagged): string | undefined => tags[TAG.image];

/** Tagged as good, by any stack. Whether it is good for this stack: see `standingOf`. */
export const isMarkedGood = (image: Tagged): boolean => markOf(image) === 'good';

/** Whether a person may name it by its id in the configuration: any image, unless it is marked as not accepted. */
export const mayBeFixed = (image: Tagged): boolean => markOf(image) === undefined || isMarkedGood(image);

const MARKS: Standing[] = ['good', 'candidate', 'failed'];

/** An image without the tags of an appliance and an owner counts by its Name alone, as before the first rotation. */
export function standingOf(image: Tagged, whose: Whose): Pick<Image, 'ours' | 'standing'> {
  const { [TAG.appliance]: appliance, [TAG.owner]: owner } = image.tags;
  const ours = appliance === whose.appliance && owner === whose.owner;
  const claimed = appliance !== undefined || owner !== undefined;
  if (claimed && !ours) return { ours, standing: 'foreign' };
  const mark = markOf(image);
  if (mark === undefined) return { ours, standing: 'unmarked' };
  return { ours, standing: (ours && MARKS.find((known) => known === mark)) || 'unclear' };
}

/**
 * A backup has the appliance's tag, which adoption wrote, and no tag of a rotation: AWS Backup copies the tags of an instance
 * to the image that it makes. https://docs.aws.amazon.com/aws-backup/latest/devguide/tags-on-backups.html
 */
export const isBackupOf = (image: Tagged, { appliance }: Pick<Whose, 'appliance'>): boolean =>
  image.tags[TAG.appliance] === appliance && image.tags[TAG.owner] === undefined && markOf(image) === undefined;
