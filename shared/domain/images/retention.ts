/**
 * Which images of an appliance stay and which are pruned. A deregistered image is gone for good, so what is not
 * understood stays; every image that stays says by which rules, every other one why it is pruned.
 */
import type { Keep } from '../appliance.ts';
import { type Image, TAG } from '../snapshot.ts';
import { IMAGES_MAX } from '../takeover/placement.ts';
import { olderThan, tooOld, type Wishes, wishedFor } from './retention-wishes.ts';

export type RetentionQuestion = Wishes & {
  /** With the provenance and the line that the records say. */
  images: Image[];
  /** The Name by which a takeover finds them. */
  family: string;
  /** The images of the appliance's existing instances, stopped ones too. Unknown in a zone outage. */
  usedImageIds: string[] | 'unknown';
  /** The line of the active instance, and how long the newest good image of each other one stays. */
  activeLine?: string | undefined;
  lineDays?: number | undefined;
};

export type KeptBecause =
  | 'held'
  | 'not-ours'
  /** Its tags claim that it is ours, and nothing proves it: it is left alone. */
  | 'no-provenance'
  /** Nothing but tags says that it failed, or that it was never accepted. */
  | 'no-record'
  | 'in-use'
  | 'protected'
  | 'pending'
  | 'unclear'
  | 'candidate'
  | 'newest-good'
  | 'newest-proven'
  /** The newest good image of an earlier line. */
  | 'last-of-line'
  | keyof Keep;

export type PrunedBecause = 'failed' | 'stale-candidate' | 'too-old' | 'superseded';

export type Retention = {
  keep: { id: string; because: KeptBecause[] }[];
  prune: { id: string; because: PrunedBecause }[];
  /** Why nothing at all is pruned now. */
  held?: string;
};

/** Of those among which a takeover chooses none is pruned, so asking for fewer would be a promise not kept. */
export const NEWEST_KEPT_MIN = IMAGES_MAX;

/** A rotation waits a day for its image and then proves it; a candidate beyond that is left over from a run that died. */
export const CANDIDATE_DAYS_MAX = 2;

export function retention(question: RetentionQuestion): Retention {
  const images = newestFirst(question.images).map((image) => counted(image, question));
  if (question.usedImageIds === 'unknown') {
    const held = 'which images the instances run from is unknown';
    return { keep: images.map(({ id }) => ({ id, because: ['held'] })), prune: [], held };
  }
  const picks = picksOf(images, question);
  const answer: Retention = { keep: [], prune: [] };
  for (const image of images) {
    const { id } = image;
    const because = [...untouchable(image, question), ...picks.filter(([, ids]) => ids.has(id)).map(([rule]) => rule)];
    if (because.length > 0) answer.keep.push({ id, because });
    else answer.prune.push({ id, because: whyPruned(image, question) });
  }
  return answer;
}

/** Our tags, and the records or the name say nothing else. */
const isProven = ({ ours, provenance }: Image): boolean => ours && provenance !== 'none';

/**
 * One that a rotation of ours marked as failed is as failed as one that EC2 calls so. A good one that has lost its Name is none
 * that a takeover would choose, so it must not count among the newest three.
 */
function counted(image: Image, { family }: RetentionQuestion): Image {
  const { state, standing, tags } = image;
  const failed = isProven(image) && standing === 'failed' && ['available', 'pending'].includes(state);
  const lost = standing === 'good' && tags.Name !== family;
  return { ...image, state: failed ? 'failed' : state, standing: lost ? 'unclear' : standing };
}

/** Two images of one instant go by id, so that the order in which EC2 lists them decides nothing. */
function newestFirst(images: Image[]): Image[] {
  const epochMs = ({ takenAt = '' }: Image): number => Date.parse(takenAt) || 0;
  // An image listed twice would count as two of the newest three.
  const distinct = new Map(images.map((image) => [image.id, image]));
  return [...distinct.values()].sort((a, b) => epochMs(b) - epochMs(a) || a.id.localeCompare(b.id));
}

const chosen = <Name>(named: [Name, boolean][]): Name[] => named.flatMap(([name, applies]) => (applies ? [name] : []));

/** What no setting changes, about one image alone. */
function untouchable(image: Image, { usedImageIds, now }: RetentionQuestion): KeptBecause[] {
  const { id, state, standing, takenAt } = image;
  const isCandidate = standing === 'candidate' && state === 'available';
  const unproven = image.ours && !isProven(image);
  return chosen<KeptBecause>([
    ['not-ours', !image.ours],
    ['no-provenance', unproven],
    ['in-use', usedImageIds === 'unknown' || usedImageIds.includes(id)],
    ['protected', image.protected],
    ['pending', state === 'pending'],
    ['unclear', !unproven && isUnclear(image)],
    ['candidate', isCandidate && !olderThan(CANDIDATE_DAYS_MAX, { takenAt, now })],
  ]);
}

/** Disabled by hand, without the mark that a rotation gave it, or without a date: an operator should look at it. */
function isUnclear({ state, standing, takenAt = '' }: Image): boolean {
  if (Number.isNaN(Date.parse(takenAt))) return true;
  if (state === 'available') return standing !== 'good' && standing !== 'candidate';
  return state !== 'pending' && state !== 'failed';
}

/** What only the company of the others decides, rule by rule. */
function picksOf(images: Image[], wishes: RetentionQuestion): [KeptBecause, Set<string>][] {
  const launchable = images.filter((image) => isProven(image) && image.state === 'available' && !isUnclear(image));
  const good = launchable.filter(({ standing }) => standing === 'good');
  // A proven image that was never accepted must not stand in for one that a takeover may choose.
  const newestProven = [launchable, good].flatMap(
    (among) => among.find(({ tags }) => tags[TAG.provenAt] !== undefined) ?? [],
  );
  const wished = wishedFor(good, wishes);
  const picks: [KeptBecause, { id: string }[]][] = [
    ['newest-good', good.slice(0, NEWEST_KEPT_MIN)],
    ['newest-proven', newestProven],
    ['last-of-line', lastOfLines(good, wishes)],
    ['last', wished.last],
    ['daily', wished.daily],
    ['weekly', wished.weekly],
    ['monthly', wished.monthly],
  ];
  return picks.map(([rule, picked]) => [rule, new Set(picked.map(({ id }) => id))]);
}

/** In days since the line ended, which its newest image is the last sign of. */
function lastOfLines(good: Image[], { activeLine, lineDays = 0, now }: RetentionQuestion): Image[] {
  const newest = new Map<string, Image>();
  for (const image of good) {
    if (image.line !== undefined && image.line !== activeLine && !newest.has(image.line)) newest.set(image.line, image);
  }
  return [...newest.values()].filter(({ takenAt }) => !olderThan(lineDays, { takenAt, now }));
}

function whyPruned({ state, standing, takenAt }: Image, wishes: Wishes): PrunedBecause {
  if (state === 'failed') return 'failed';
  if (standing !== 'good') return 'stale-candidate';
  return tooOld(takenAt, wishes) ? 'too-old' : 'superseded';
}
