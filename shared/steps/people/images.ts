/** The images of an appliance as the next rotation would see them. Reads alone. */
import { readGoodImages } from '../../aws/good-images.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readFamily } from '../../aws/read-images.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { newestContentFirst } from '../../domain/images/content-time.ts';
import { hoursBetween } from '../../domain/instants.ts';
import { type Image, TAG } from '../../domain/snapshot.ts';
import { measuredBoot } from '../../domain/takeover/measured-boot.ts';
import { pruningNow } from '../rotation/prune.ts';
import { imagesOf } from '../world/images-of.ts';
import { whoseOf } from '../world/owner.ts';

export type SeenImage = {
  imageId: string;
  name: string;
  state: string;
  standing: string;
  /** A takeover may launch it. */
  good: boolean;
  takenAt: string | undefined;
  ageHours: number | undefined;
  provenAt: string | undefined;
  bootSeconds: number | undefined;
  /** By which rules the next rotation keeps it, or why it prunes it. */
  next: { keeps: string[] } | { prunes: string } | { unknown: string };
};

export async function readSeenImages(appliance: Appliance, deps: Deps): Promise<SeenImage[]> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const active = address.instanceId ?? address.tags[TAG.activeInstance] ?? '';
  const [{ images, answer }, family, good] = await Promise.all([
    pruningNow({ appliance, address, active }, deps),
    readFamily(deps.clients, whoseOf(appliance.name, deps), appliance.image),
    readGoodImages(deps.clients, imagesOf(appliance, deps)).catch((): Image[] => []),
  ]);
  const ids = new Set(images.map(({ id }) => id));
  const all = [...images, ...family.filter(({ id }) => !ids.has(id))];
  const now = deps.clock.now().toISOString();
  const isGood = (image: Image): Image | undefined => good.find(({ id }) => id === image.id);
  const dated = all.map((image) => ({ ...image, takenAt: isGood(image)?.takenAt ?? image.takenAt }));
  return dated.sort(newestContentFirst).map((image) => ({
    ...{ imageId: image.id, name: image.name, state: image.state, standing: image.standing },
    good: isGood(image) !== undefined,
    takenAt: image.takenAt,
    ageHours: (image.takenAt && Math.round(hoursBetween({ from: image.takenAt, to: now }) * 10) / 10) || undefined,
    provenAt: image.tags[TAG.provenAt],
    bootSeconds: measuredBoot([image])?.seconds,
    next: nextOf(image.id, answer),
  }));
}

type Answer = Awaited<ReturnType<typeof pruningNow>>['answer'];

function nextOf(imageId: string, { keep, prune, held }: Answer): SeenImage['next'] {
  if (held !== undefined) return { unknown: held };
  const pruned = prune.find(({ id }) => id === imageId);
  if (pruned) return { prunes: pruned.because };
  return { keeps: keep.find(({ id }) => id === imageId)?.because ?? ['not-ours'] };
}
