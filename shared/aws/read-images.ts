/** The images of one appliance. Owner `self`, always: another account's image of the same name is never considered. */
import { type DescribeImagesCommandInput, type Image as Ec2Image, paginateDescribeImages } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { newestContentFirst, unreadOriginals, withTakenAt } from '../domain/images/content-time.ts';
import { goodImages, isBackupOf, isStrangers } from '../domain/images/image.ts';
import { type Ledger, ledgerOf } from '../domain/images/ledger.ts';
import { isFixed, type Whose } from '../domain/images/own-image.ts';
import { type Image, TAG } from '../domain/snapshot.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { readExisting } from './images.ts';
import { listRotations, readPointedLedgers } from './rotation-records.ts';
import { tagsOf } from './tags.ts';

export type ImagesOf = Whose & {
  image: string;
  recipeImages: boolean;
  /** The machine whose records prove an image. */
  rotationMachineArn: string;
};

/**
 * A Name is no identity: two appliances, or two stacks, may use the same one. An id means that image and no other.
 *
 * @throws RefusedError when no image is good.
 */
export async function readGoodImages(clients: Clients, wanted: ImagesOf): Promise<Image[]> {
  const { image, recipeImages, rotationMachineArn, ...whose } = wanted;
  const all = await sending('reading the images', () => readImages(clients, image));
  const found = all.filter(({ state }) => state === 'available').map(({ state: _, ...each }): Image => each);
  const usable = found.filter(({ tags }) => ['good', undefined].includes(tags[TAG.image]));
  if (isFixed({ image }) && usable.length > 0) {
    const dated = withTakenAt(usable, {
      images: [...all, ...(await readOriginals(clients, usable, all))],
      ledgers: [],
    });
    return dated.map((each) => ({ ...each, provenance: 'fixed' }));
  }
  const strangers = found.filter((each) => isStrangers(each, whose));
  const own = found.filter((each) => !strangers.includes(each));
  const [ledgers, originals] = await Promise.all([
    readLedgers(clients, own, { appliance: whose.appliance, machineArn: rotationMachineArn }),
    readOriginals(clients, own, all),
  ]);
  const known = { images: [...all, ...originals], ledgers: ledgers === 'unread' ? [] : ledgers };
  const good = goodImages(withTakenAt(own, known), { ...whose, family: image, ledgers, recipeImages });
  if (good.length > 0) return good;
  const none = `image: none of the ${found.length} available images of this account named "${image}" is good`;
  if (strangers.length === 0) throw new RefusedError(none);
  throw new RefusedError(`${none} for ${whose.appliance} of ${whose.owner}: ${whyPassedOver(strangers, whose)}`);
}

function whyPassedOver(strangers: Image[], whose: Whose): string {
  const backups = strangers.filter((each) => isBackupOf(each, whose)).length;
  const foreign = strangers.length - backups;
  return [
    ...(foreign > 0 ? [`${foreign} of them belong to another appliance or stack by their tags`] : []),
    ...(backups > 0
      ? [
          `${backups} of them carry the tags of the appliance itself, as backups of it by AWS Backup do, and no rotation made them`,
        ]
      : []),
  ].join('; ');
}

/** Every image with that Name, or the one with that id, in any state; images of another appliance or stack are left out. */
export async function readFamily(clients: Clients, { image, ...whose }: Whose & { image: string }): Promise<Image[]> {
  const all = await sending('reading the images', () => readImages(clients, image));
  return all.flatMap(({ state: _, ...each }) => (isStrangers(each, whose) ? [] : [each]));
}

/** The list is only asked where no pointer leads to a record: before the first rotation, or when strangers wrote them. */
async function readLedgers(
  clients: Clients,
  images: Image[],
  { appliance, machineArn }: { appliance: string; machineArn: string },
): Promise<Ledger[] | 'unread'> {
  // A copy has the pointer of its original: behind those of newer content, so that the newest record is read.
  const newest = withTakenAt(images, { images, ledgers: [] }).sort(newestContentFirst);
  const pointers = newest.flatMap(({ tags }) => tags[TAG.by] ?? []);
  try {
    const pointed = await readPointedLedgers(clients, { machineArn, appliance, pointers });
    if (pointed.length > 0 || newest.every(({ tags }) => tags[TAG.image] === undefined)) return pointed;
    const runs = await listRotations(clients, { machineArn, appliance, readMax: LISTED_MAX });
    return runs.flatMap((run) => ledgerOf(run, appliance) ?? []);
  } catch {
    // What cannot be read is no verdict: a takeover launches from the images as their tags have them.
    return 'unread';
  }
}

const LISTED_MAX = 10;

/** An age that cannot be read is unknown, and no reason to launch nothing. */
const readOriginals = (clients: Clients, images: Image[], read: Image[]): Promise<Image[]> =>
  readExisting(clients, unreadOriginals(images, read)).catch(() => []);

type Stated = Image & { state: string };

async function readImages({ ec2 }: Clients, image: string): Promise<Stated[]> {
  const input: DescribeImagesCommandInput = isFixed({ image })
    ? { Owners: ['self'], ImageIds: [image] }
    : { Owners: ['self'], Filters: [{ Name: 'tag:Name', Values: [image] }] };
  const images: Stated[] = [];
  for await (const { Images = [] } of paginateDescribeImages({ client: ec2 }, input)) {
    images.push(...Images.map((each) => ({ ...imageOf(each), state: each.State ?? '' })));
  }
  return images;
}

const imageOf = (found: Ec2Image): Image => ({
  id: found.ImageId ?? '',
  name: found.Name ?? '',
  createdAt: found.CreationDate ?? '',
  sourceInstanceId: found.SourceInstanceId,
  sourceImageId: found.SourceImageId,
  tags: tagsOf(found.Tags),
});
