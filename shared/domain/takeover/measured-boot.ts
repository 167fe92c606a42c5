/** How long the last proof took to boot, and what that says about an outage. */
import { toInstant } from '../instants.ts';
import { type Image, TAG } from '../snapshot.ts';

/** A boot limit is never more than an hour; what says more than a day was not measured. */
const SECONDS_MAX = 86_400;

/** `seconds`: from its launch until its service `answered`, or until both status checks passed where the service is not asked. */
export type MeasuredBoot = {
  seconds: number;
  at: string;
  imageId: string;
  answered?: true | undefined;
  /** From the start of the stopped standby of this image until it answered. */
  startedSeconds?: number | undefined;
  /** MiB/s at which EBS read its volumes, where the proof was launched with a rate. */
  initializationRate?: number | undefined;
};

/** Of the image that was proven last; undefined when none was, or its tags do not say how long it took. */
export function measuredBoot(images: Pick<Image, 'id' | 'tags'>[]): MeasuredBoot | undefined {
  return images
    .flatMap((image) => measureOf(image) ?? [])
    .sort((a, b) => a.at.localeCompare(b.at))
    .at(-1);
}

/** Anyone may write tags, and what they say goes into the plan of a takeover: only what a rotation can have written counts. */
function measureOf({ id, tags }: Pick<Image, 'id' | 'tags'>): MeasuredBoot | undefined {
  const at = toInstant(tags[TAG.provenAt] ?? '');
  const launch = wholeNumber(tags[TAG.launchSeconds]);
  const boot = wholeNumber(tags[TAG.bootedSeconds]);
  if (at === undefined || launch === undefined || boot === undefined) return undefined;
  if (launch + boot > SECONDS_MAX) return undefined;
  const answered = tags[TAG.serviceAnswered] !== undefined && { answered: true as const };
  const rate = wholeNumber(tags[TAG.initializationRate]);
  const startedSeconds = wholeNumber(tags[TAG.startedSeconds]);
  return {
    seconds: launch + boot,
    at,
    imageId: id,
    ...answered,
    ...(startedSeconds !== undefined && startedSeconds <= SECONDS_MAX && { startedSeconds }),
    ...(rate !== undefined && { initializationRate: rate }),
  };
}

/** Seconds, or MiB/s. */
const wholeNumber = (tag: string | undefined): number | undefined =>
  tag !== undefined && /^\d{1,5}$/.test(tag) ? Number(tag) : undefined;

/** Noticing and deciding come before it. EC2's checks pass later than a service that starts with its system answers. */
export const measuredText = (boot: MeasuredBoot): string =>
  `${boot.answered ? 'about' : 'at most about'} ${boot.seconds} s from the launch on: ${measuredHow(boot)}`;

/** What was measured, when and of which image. */
export function measuredHow({ at, imageId, answered, initializationRate: rate }: MeasuredBoot): string {
  const until = answered
    ? 'its service answered'
    : "both of EC2's checks passed (an upper bound: the service was not asked)";
  const read = rate === undefined ? '' : `, its volumes read at ${rate} MiB/s`;
  return `launch and boot until ${until}, as measured on ${at.slice(0, 10)} of ${imageId}${read}`;
}
