/** What messages about executions are made from, and the words that several of them share. */
import type { TakeoverRecord } from '../decision/history.ts';
import { hoursBetween } from '../instants.ts';
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';

/** Only the fields of the frozen plan that a notification needs, so that a plan of an older deployment can be reported too. */
export type ReportedPlan = Pick<
  TakeoverPlan,
  | 'appliance'
  | 'generation'
  | 'mode'
  | 'automatic'
  | 'requestedBy'
  | 'because'
  | 'failedAt'
  | 'old'
  | 'tried'
  | 'finish'
  | 'placements'
  | 'imagesTakenAt'
  | 'measuredBoot'
  | 'bootLimitSeconds'
> & { address: Pick<TakeoverPlan['address'], 'allocationId' | 'publicIp'> };

export type ReportedRecord = TakeoverRecord & {
  because?: string | undefined;
  /** Of the replacement. */
  zone?: string | undefined;
  /** It is the zone of the old instance. */
  zoneKept?: true | undefined;
  imageAgeHours?: number | undefined;
  seconds: Record<string, number>;
  changes: unknown[];
  /** The name of the error that ended it. */
  error?: string | undefined;
  failure?: string | undefined;
  problems: string[];
};

/** `error` and `cause` are of an execution that did not succeed. */
export type ReportedExecution = {
  arn: string;
  status: string;
  startedAt: string;
  stoppedAt?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

/** Who holds the address while the message is written: an EC2 that does not answer says nothing about it. */
export type Standing = { reading: 'read'; instanceId: string | undefined } | { reading: 'unreadable' };

export const atClock = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

export const inZone = (instanceId: string, zone: string | undefined): string =>
  zone ? `${instanceId} in ${zone}` : instanceId;

/** A takeover launches On-Demand, because EC2 may take a Spot Instance back at any moment. */
export const onDemand = (old: TakeoverPlan['old']): string =>
  old?.spot ? `, On-Demand (${old.instanceId} was a Spot Instance)` : '';

type ImageAge = { imageId: string; takenAt?: string | undefined; ageHours?: number | undefined };

export function imageAge(
  plan: ReportedPlan | undefined,
  imageId: string | undefined,
  at: string,
): ImageAge | undefined {
  if (!imageId) return undefined;
  const takenAt = plan?.imagesTakenAt[imageId];
  if (!takenAt) return { imageId };
  return { imageId, takenAt, ageHours: Math.round(hoursBetween({ from: takenAt, to: at }) * 10) / 10 };
}

export function imageLine(image: ImageAge | undefined): string | undefined {
  if (!image) return undefined;
  const { imageId, takenAt, ageHours } = image;
  return takenAt === undefined || ageHours === undefined
    ? `${imageId}, of unknown age`
    : `${imageId}, taken ${atClock(takenAt)}, ${ageHours} h old`;
}

/** What the age of the image means, said aloud. */
export const lostLine = (image: ImageAge | undefined): string =>
  image?.takenAt
    ? `what was configured since ${atClock(image.takenAt)}`
    : 'what was configured since the image was taken';

export function holderLine(
  standing: Standing,
  { from, to }: { from: string | undefined; to: string | undefined },
): string {
  if (standing.reading === 'unreadable') return 'could not be read just now';
  const { instanceId } = standing;
  if (!instanceId) return 'no instance';
  if (instanceId === to) return `${instanceId}, the replacement`;
  return instanceId === from
    ? `${instanceId}, the old instance`
    : `${instanceId}, neither the old instance nor the new`;
}
