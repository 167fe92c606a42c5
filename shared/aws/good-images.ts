/** The images of one appliance from which a takeover may launch, with what proves them. */
import { RefusedError } from '../domain/errors.ts';
import { newestContentFirst, unreadOriginals, withTakenAt } from '../domain/images/content-time.ts';
import { goodImages } from '../domain/images/image.ts';
import { type Ledger, ledgerOf } from '../domain/images/ledger.ts';
import { isFixed } from '../domain/images/naming.ts';
import { isBackupOf, mayBeFixed, type Whose } from '../domain/images/standing.ts';
import { type Image, TAG } from '../domain/snapshot.ts';
import type { Clients } from './clients.ts';
import { readCalled, readExisting } from './read-images.ts';
import { listRotations, readPointedLedgers } from './rotation-records.ts';

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
  const all = await readCalled(clients, whose, image);
  const originalsOf = (copies: Image[]): Promise<Image[]> =>
    // An age that cannot be read is unknown, and no reason to launch nothing.
    readExisting(clients, whose, unreadOriginals(copies, all)).catch(() => []);
  const found = all.filter(({ state }) => state === 'available');
  const usable = found.filter(mayBeFixed);
  if (isFixed({ image }) && usable.length > 0) {
    const dated = withTakenAt(usable, { images: [...all, ...(await originalsOf(usable))], ledgers: [] });
    return dated.map((each) => ({ ...each, provenance: 'fixed' }));
  }
  const foreign = found.filter(({ standing }) => standing === 'foreign');
  const own = found.filter((each) => !foreign.includes(each));
  const [ledgers, originals] = await Promise.all([
    readLedgers(clients, own, { appliance: whose.appliance, machineArn: rotationMachineArn }),
    originalsOf(own),
  ]);
  const known = { images: [...all, ...originals], ledgers: ledgers === 'unread' ? [] : ledgers };
  const good = goodImages(withTakenAt(own, known), { family: image, ledgers, recipeImages });
  if (good.length > 0) return good;
  const none = `image: none of the ${found.length} available images of this account named "${image}" is good`;
  if (foreign.length === 0) throw new RefusedError(none);
  throw new RefusedError(`${none} for ${whose.appliance} of ${whose.owner}: ${whoseElse(foreign, whose)}`);
}

function whoseElse(foreign: Image[], whose: Whose): string {
  const backups = foreign.filter((each) => isBackupOf(each, whose)).length;
  const others = foreign.length - backups;
  return [
    ...(others > 0 ? [`${others} of them belong to another appliance or stack by their tags`] : []),
    ...(backups > 0
      ? [
          `${backups} of them carry the tags of the appliance itself, as backups of it by AWS Backup do, and no rotation made them`,
        ]
      : []),
  ].join('; ');
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
    if (pointed.length > 0 || newest.every(({ standing }) => standing === 'unmarked')) return pointed;
    const runs = await listRotations(clients, { machineArn, appliance, readMax: LISTED_MAX });
    return runs.flatMap((run) => ledgerOf(run, appliance) ?? []);
  } catch {
    // What cannot be read is no verdict: a takeover launches from the images as their tags have them.
    return 'unread';
  }
}

const LISTED_MAX = 10;
