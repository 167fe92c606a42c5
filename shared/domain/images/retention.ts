/**
 * Which images of an appliance stay and which are pruned. A deregistered image is gone for good, so whatever is not
 * understood stays; every image that stays says by which rules, every other one why it goes.
 */
import type { Keep } from '../appliance.ts';
import { IMAGES_MAX } from '../takeover/placement.ts';
import { olderThan, tooOld, type Wishes, wishedFor } from './retention-wishes.ts';

/** An image of this account, its tags read as facts. */
export type RetentionImage = {
  id: string;
  /** When its content was taken; empty where that is unknown. */
  takenAt: string;
  /** EC2's word: `available`, `pending`, `failed`, `disabled`, … */
  state: string;
  /** Tagged with this appliance's name. Images from the days of the recipe carry only a Name, and are not ours. */
  ours: boolean;
  /** As a takeover sees it, by mark and Name: one that it would not choose must not count among the newest three. */
  good: boolean;
  candidate: boolean;
  /** When an instance was seen to boot from it. */
  provenAt?: string | undefined;
  /** By EC2's deregistration protection. */
  protected: boolean;
  /** Its tags say that it is ours, and no record or name proves it. */
  unproven?: boolean | undefined;
  /** The first instance of the line that it was taken of, where the records say so. */
  line?: string | undefined;
};

export type RetentionQuestion = Wishes & {
  images: RetentionImage[];
  /** The images of the appliance's existing instances, stopped ones too. In a zone outage nobody can say. */
  usedImageIds: string[] | 'unknown';
  takeoverRuns: boolean | 'unknown';
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
  const images = newestFirst(question.images);
  const held = whyHeld(question);
  if (held !== undefined) return { keep: images.map(({ id }) => ({ id, because: ['held'] })), prune: [], held };
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

/** Two images of one instant go by id, so that the order in which EC2 lists them decides nothing. */
function newestFirst(images: RetentionImage[]): RetentionImage[] {
  const epochMs = ({ takenAt }: RetentionImage): number => Date.parse(takenAt) || 0;
  // An image listed twice would count as two of the newest three.
  const distinct = new Map(images.map((image) => [image.id, image]));
  return [...distinct.values()].sort((a, b) => epochMs(b) - epochMs(a) || a.id.localeCompare(b.id));
}

const chosen = <Name>(named: [Name, boolean][]): Name[] => named.flatMap(([name, applies]) => (applies ? [name] : []));

function whyHeld({ takeoverRuns, usedImageIds }: RetentionQuestion): string | undefined {
  const reasons = chosen([
    ['a takeover runs', takeoverRuns === true],
    ['whether a takeover runs is unknown', takeoverRuns === 'unknown'],
    ['which images the instances run from is unknown', usedImageIds === 'unknown'],
  ]);
  return reasons.length > 0 ? reasons.join(', and ') : undefined;
}

/** What no setting changes, about one image alone. */
function untouchable(image: RetentionImage, { usedImageIds, now }: RetentionQuestion): KeptBecause[] {
  const { id, state, candidate, takenAt } = image;
  return chosen<KeptBecause>([
    ['not-ours', !image.ours && image.unproven !== true],
    ['no-provenance', image.unproven === true],
    ['in-use', usedImageIds === 'unknown' || usedImageIds.includes(id)],
    ['protected', image.protected],
    ['pending', state === 'pending'],
    ['unclear', image.unproven !== true && isUnclear(image)],
    ['candidate', candidate && state === 'available' && !olderThan(CANDIDATE_DAYS_MAX, { takenAt, now })],
  ]);
}

/** Disabled by somebody, without the mark that a rotation gave it, or without a date: a person should look at it. */
function isUnclear({ state, good, candidate, takenAt }: RetentionImage): boolean {
  if (Number.isNaN(Date.parse(takenAt))) return true;
  if (state === 'available') return !good && !candidate;
  return state !== 'pending' && state !== 'failed';
}

/** What only the company of the others decides, rule by rule. */
function picksOf(images: RetentionImage[], wishes: RetentionQuestion): [KeptBecause, Set<string>][] {
  const launchable = images.filter((image) => image.ours && image.state === 'available' && !isUnclear(image));
  const good = launchable.filter((image) => image.good);
  // A proven image that was never accepted must not stand in for one that a takeover may choose.
  const newestProven = [launchable, good].flatMap(
    (among) => among.find(({ provenAt }) => provenAt !== undefined) ?? [],
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
function lastOfLines(good: RetentionImage[], { activeLine, lineDays = 0, now }: RetentionQuestion): RetentionImage[] {
  const newest = new Map<string, RetentionImage>();
  for (const image of good) {
    if (image.line !== undefined && image.line !== activeLine && !newest.has(image.line)) newest.set(image.line, image);
  }
  return [...newest.values()].filter(({ takenAt }) => !olderThan(lineDays, { takenAt, now }));
}

function whyPruned({ state, good, takenAt }: RetentionImage, wishes: Wishes): PrunedBecause {
  if (state === 'failed') return 'failed';
  if (!good) return 'stale-candidate';
  return tooOld(takenAt, wishes) ? 'too-old' : 'superseded';
}
