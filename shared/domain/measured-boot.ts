/** How long the last proof took to boot, and what that says about an outage. */
import { type Image, TAG } from './snapshot.ts';

/** `seconds`: from its launch until both status checks passed. */
export type MeasuredBoot = { seconds: number; at: string; imageId: string };

/** Of the image that was proven last; undefined when none was, or its tags do not say how long it took. */
export function measuredBoot(images: Pick<Image, 'id' | 'tags'>[]): MeasuredBoot | undefined {
  return images
    .flatMap((image) => measureOf(image) ?? [])
    .sort((a, b) => a.at.localeCompare(b.at))
    .at(-1);
}

function measureOf({ id, tags }: Pick<Image, 'id' | 'tags'>): MeasuredBoot | undefined {
  const at = tags[TAG.provenAt];
  const launch = wholeSeconds(tags[TAG.launchSeconds]);
  const boot = wholeSeconds(tags[TAG.bootedSeconds]);
  if (at === undefined || launch === undefined || boot === undefined) return undefined;
  return { seconds: launch + boot, at, imageId: id };
}

const wholeSeconds = (tag: string | undefined): number | undefined =>
  tag !== undefined && /^\d{1,5}$/.test(tag) ? Number(tag) : undefined;

/** Noticing and deciding come before it, and whether the service answers by then no proof has seen. */
export const measuredText = ({ seconds, at, imageId }: MeasuredBoot): string =>
  `about ${seconds} s from the launch on: launch and boot as measured on ${at.slice(0, 10)} of ${imageId}`;
