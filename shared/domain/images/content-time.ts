/**
 * When the content of an image was taken. EC2's CreationDate says that only of what CreateImage made of an instance, and of
 * those alone EC2 reports a `SourceInstanceId`. A copy has the date of the copy (CopyImage, CreateRestoreImageTask), and a
 * registered image may consist of EBS snapshots of any age. `SourceImageId` tells no copy: what CreateImage made has one too,
 * the image that its instance was launched from. Sources: EC2 API reference, Image; EC2 user guide, "AMI ancestry".
 *
 * No tag and no name decides: anyone who may copy an image chooses both.
 */
import type { Image } from '../snapshot.ts';
import { entryOf, type Ledger } from './ledger.ts';
import { stampIn } from './naming.ts';

type Dated = Pick<Image, 'id' | 'name' | 'createdAt' | 'sourceInstanceId' | 'sourceImageId'>;

/** `images`: among them the originals of copies, as far as they still exist. */
type Known = { images: Dated[]; ledgers: Ledger[] };

/** Copies of copies; a longer chain is unknown. */
const COPIES_MAX = 10;

/** Undefined where nothing proves it. The record of a rotation knows it after the image is gone, too. */
export function takenAtOf(image: Dated, known: Known, copies = 0): string | undefined {
  const recorded = entryOf(image.id, known.ledgers)?.takenAt;
  if (recorded !== undefined) return recorded;
  if (image.sourceInstanceId !== undefined) return image.createdAt || undefined;
  const { sourceImageId } = image;
  if (sourceImageId === undefined || copies >= COPIES_MAX) return undefined;
  const original = known.images.find(({ id }) => id === sourceImageId);
  return original ? takenAtOf(original, known, copies + 1) : entryOf(sourceImageId, known.ledgers)?.takenAt;
}

export const withTakenAt = <Each extends Dated>(
  images: Each[],
  known: Known,
): (Each & { takenAt: string | undefined })[] =>
  images.map((image) => ({ ...image, takenAt: takenAtOf(image, known) }));

type Ordered = Pick<Image, 'name' | 'createdAt' | 'takenAt'>;

/**
 * Newest content first. Where it is unknown the image comes behind those where it is known: it may be of any age. Among
 * themselves those go by the stamp in the name, which a copy may have kept, or by the date of the copy.
 */
export function newestContentFirst(one: Ordered, other: Ordered): number {
  if (one.takenAt !== undefined && other.takenAt !== undefined) return other.takenAt.localeCompare(one.takenAt);
  if (one.takenAt !== undefined || other.takenAt !== undefined) return one.takenAt === undefined ? 1 : -1;
  return presumedAt(other).localeCompare(presumedAt(one));
}

/** No content is newer than its copy. */
function presumedAt({ name, createdAt }: Ordered): string {
  const stamp = stampIn(name);
  return stamp !== undefined && stamp < createdAt ? stamp : createdAt;
}

/** The sources of these copies that are not among `read`: their dates have to be asked for. */
export function unreadOriginals(images: Dated[], read: Dated[]): string[] {
  const copies = images.filter(({ sourceInstanceId }) => sourceInstanceId === undefined);
  const sources = copies.flatMap(({ sourceImageId }) => sourceImageId ?? []);
  return [...new Set(sources)].filter((source) => !read.some(({ id }) => id === source));
}

/** Why it is unknown, for operators. */
export const whyAgeUnknown = ({ createdAt, sourceImageId }: Dated): string =>
  sourceImageId === undefined
    ? `EC2 records no instance that it was taken of, so it was copied or registered on ${createdAt}`
    : `it was copied on ${createdAt} from ${sourceImageId}, which no longer exists in this Region`;
