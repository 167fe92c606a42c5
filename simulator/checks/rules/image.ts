/** S7 and S8: what must hold whenever an image is pruned or called good. An empty list means that it holds. */
import { newestContentFirst } from '../../../shared/domain/images/content-time.ts';
import { NEWEST_KEPT_MIN } from '../../../shared/domain/images/retention.ts';
import { secondsBetween } from '../../../shared/domain/instants.ts';
import { type Image, TAG } from '../../../shared/domain/snapshot.ts';

/** What stood around an image right before it was deregistered. */
export type Deregistration = {
  image: Image;
  by: string;
  family: string;
  /** Every image that the account owns, this one included. */
  images: Image[];
  /** How many of the newest good ones the configuration keeps at any age. */
  keptLast: number;
  /** The images of all existing instances of the appliance. */
  usedImageIds: string[];
  /** Whether a takeover had been running long enough to be seen. */
  takeoverRuns: boolean;
  /** Whether an instance of the appliance stood in a zone that had been lost long enough to be seen. */
  zoneLost: boolean;
  /** Whether a function of ours called it good, and another principal has taken that mark away since. */
  unmarked?: boolean | undefined;
};

/**
 * S7: never one of the newest good ones or the newest proven one of them, one that an instance runs from, one not ours,
 * or any during a takeover or while it is unknown what runs.
 */
export function deregisteredWrongly(deregistration: Deregistration): string[] {
  const { image, by, family, images, keptLast, usedImageIds, takeoverRuns, zoneLost, unmarked } = deregistration;
  const good = images
    .filter((each) => each.state === 'available' && each.standing === 'good')
    .filter(({ tags }) => tags.Name === family)
    .filter(({ sourceInstanceId }) => sourceInstanceId !== undefined)
    .sort(newestContentFirst);
  const keptMin = Math.max(NEWEST_KEPT_MIN, keptLast);
  const newest = good.slice(0, keptMin);
  const proven = good.find(({ tags }) => tags[TAG.provenAt] !== undefined);
  const wrongs: [boolean, string][] = [
    [!image.ours, 'is not ours'],
    [image.sourceInstanceId === undefined, 'is a copy, or is of no known instance'],
    [newest.some(({ id }) => id === image.id), `is among the newest ${keptMin} good ones`],
    [proven?.id === image.id, `is the newest proven one`],
    [usedImageIds.includes(image.id), `is what an instance was launched from`],
    [takeoverRuns, `went while a takeover ran`],
    [unmarked === true, 'was called good, and only a tag says otherwise'],
    [zoneLost, `went while a zone with an instance of its appliance was lost`],
  ];
  return wrongs.flatMap(([wrong, what]) => (wrong ? [`S7: ${by} deregistered ${image.id}, which ${what}`] : []));
}

/** What stood around an image when it was called good. */
export type Acceptance = {
  image: Image;
  by: string;
  /** By EC2's own word; our tag says what we meant to do. */
  madeOf: string | undefined;
  holderId: string | undefined;
  /** Whether EC2 had been calling the holder running and unimpaired for long enough to be seen. */
  holderHealthy: boolean;
};

/** S8: good only when available, and only one of the active instance while that is healthy. */
export function acceptedWrongly({ image, by, madeOf, holderId, holderHealthy }: Acceptance): string[] {
  const wrongs: [boolean, string][] = [
    [image.state !== 'available', `is ${image.state}`],
    [madeOf === undefined || madeOf !== holderId, `was made of ${madeOf}, and ${holderId} is active`],
    [!holderHealthy, `was made of an instance that is not healthy`],
  ];
  return wrongs.flatMap(([wrong, what]) => (wrong ? [`S8: ${by} called ${image.id} good, which ${what}`] : []));
}

/** What the simulated account knows of an instance: how it came to be, and whether it answers. */
export type SourceTruth = {
  id: string;
  /** It held the address when the story began, or a function of ours launched it. */
  ofOurs: boolean;
  vouched: boolean;
  /** For five minutes, through an open port. */
  answers: boolean;
};

/** S17: no image of an instance that is out of the line is called good. */
export function acceptedOutOfLine({ id, by }: { id: string; by: string }, source: SourceTruth | undefined): string[] {
  if (source && (source.ofOurs || source.vouched || source.answers)) return [];
  return [`S17: ${by} called ${id} good, which was made of ${source?.id}, and that is not in the line`];
}

type Lined = { id: string; takenAt?: string | undefined; line: string };

/** S18: the newest good image of an earlier line stays for `lineDays`. */
export function lastOfLineGone(
  { image, by }: { image: Lined; by: string },
  { good, activeLine, lineDays, now }: { good: Lined[]; activeLine: string | undefined; lineDays: number; now: string },
): string[] {
  const [newest] = good
    .filter(({ line }) => line === image.line)
    .sort((a, b) => (b.takenAt ?? '').localeCompare(a.takenAt ?? ''));
  const young = secondsBetween({ from: image.takenAt ?? '', to: now }) <= lineDays * 86_400;
  if (image.line === activeLine || newest?.id !== image.id || !young) return [];
  return [`S18: ${by} deregistered ${image.id}, the newest good image of the line of ${image.line}`];
}
