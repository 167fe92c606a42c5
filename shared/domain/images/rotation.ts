/** What a rotation is asked, what holds it, and how long it waits for what it has asked of EC2. */
import type { Appliance } from '../appliance.ts';
import { secondsBetween } from '../instants.ts';

/** Why no image is taken now. */
export type RotationHold =
  | 'unknown-appliance'
  /** Configured by one image's id, which nothing renews. */
  | 'image-fixed'
  | 'not-owner'
  | 'no-holder'
  | 'takeover-running'
  /** It ended a moment ago, and it is not known yet whether what it launched will do. */
  | 'takeover-recent'
  | 'paused'
  | 'unhealthy'
  /** An image that is not ours has the name that this night's would have. */
  | 'name-taken'
  /** The instance that holds the address is not the appliance by any evidence (`line.ts`). */
  | 'not-in-line'
  /** No route at all leads to the instance that holds the address. */
  | 'drift'
  /** The last rotation took an image less than half an hour ago, and the input does not say `force`. */
  | 'too-soon'
  /** A person vouched for an instance that cannot be vouched for. */
  | 'vouch-refused'
  /** A standby was asked for, and none is wanted, or there is no image of ours for it. */
  | 'no-standby'
  | 'rotation-running'
  | 'already-rotated';

/** Another start of the same night, or one of no appliance of ours, is no night without an image. */
const COSTS_NO_NIGHT = [
  'unknown-appliance',
  'image-fixed',
  'not-owner',
  'rotation-running',
  'already-rotated',
  'vouch-refused',
  'no-standby',
] as const;

/** The next night would be no better, or the cause is another caller's deed: operators are notified of the first night. */
const NOTIFIED_AT_ONCE: RotationHold[] = ['not-in-line', 'drift', 'name-taken'];

export const isNotifiedAtOnce = (because: string | undefined): boolean =>
  NOTIFIED_AT_ONCE.some((reason) => reason === because);

export type NightHold = Exclude<RotationHold, (typeof COSTS_NO_NIGHT)[number]>;

export const costsTheNight = (because: RotationHold): because is NightHold =>
  !COSTS_NO_NIGHT.some((reason) => reason === because);

/** As which the schedule asks. Only its nights count: a person who is held has the answer, and asks when it suits. */
export const SCHEDULE = 'schedule';

/** For so long after a takeover no image is taken of what it launched. */
export const TAKEOVER_RECENT_SECONDS = 900;

/** EC2's own words are "several minutes", "sometimes up to 24 hours" (aws-facts 3.5). */
export const IMAGE_SECONDS_MAX = 86_400;

/** A reading of a young image may not find it yet. */
export const YOUNG_SECONDS = 300;

/** Both status checks pass two to four minutes after a launch; a disk that has to be repaired first takes longer. */
export const PROOF_SECONDS_MAX = 1_800;

/** Half as long again as has been waited so far: a look costs little, and a day of them must not be hundreds. */
export const imageWaitSeconds = (waitedSeconds: number): number => bounded(waitedSeconds / 2, { min: 30, max: 7_200 });

/**
 * Finer, because a started proof costs money, what is measured is how long it takes, and a takeover that begins may need
 * the room that it has.
 */
export const proofWaitSeconds = (waitedSeconds: number): number => bounded(waitedSeconds * 0.3, { min: 20, max: 120 });

const bounded = (seconds: number, { min, max }: { min: number; max: number }): number =>
  Math.round(Math.min(max, Math.max(min, seconds)));

/** A proof a week ago to the hour is due again, though it ended some minutes after the rotation began. */
const WEEK_SECONDS = 7 * 86_400 - 12 * 3_600;

/** `provenAt`: when images of the appliance, whichever, were proven. */
export function proofIsDue(
  prove: Appliance['rotation']['prove'],
  { provenAt, now }: { provenAt: string[]; now: string },
): boolean {
  if (prove !== 'weekly') return prove === 'always';
  return !provenAt.some((instant) => secondsBetween({ from: instant, to: now }) < WEEK_SECONDS);
}

/** Why a rotation gives way. It is no failed night: the notification of the takeover is enough, without a second mail. */
export const takeoverRunsWords = (appliance: string): string => `a takeover of ${appliance} is running`;

/** What has become of the instance that this rotation is about. */
export const heldByOtherWords = (holder: string | undefined, active: string): string =>
  `${holder ?? 'no instance'} holds the address by now, and no longer ${active}`;
