/**
 * What must hold of how a takeover worked, beside what it changed: when it began, that it read again after each change,
 * and that a retired instance stays stopped. Each function names what is wrong.
 */

import { keepsOld } from '../../../shared/domain/decision/planned-move.ts';
import { secondsBetween } from '../../../shared/domain/instants.ts';
import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { isWith } from '../../../shared/domain/traffic/placed.ts';
import { couldNotBeSeen, isMove, isUp, type Move, nameOf } from './change.ts';
import type { Deed } from './deed.ts';
import { SILENT_SECONDS } from './planned.ts';
import { type Proof, proofOfMove } from './request.ts';
import type { Story } from './takeover.ts';
import { MOVE_ATTEMPTS } from './takeover-shape.ts';

/** What the tag on the address said when a takeover began, and since when it had said so. */
export type Pause = {
  until: string;
  since: string;
  /** What it said before it was lengthened. */
  before?: Omit<Pause, 'before'> | undefined;
};

/** S9: while paused, no automatic takeover begins; a pause that no read could have seen yet does not count. */
export function startedWhilePaused(plan: TakeoverPlan, pause: Pause | undefined): string[] {
  const seen = [pause, pause?.before].find(
    (each) => each && each.until > plan.decidedAt && !couldNotBeSeen({ at: plan.startedAt, touchedAt: each.since }),
  );
  return plan.automatic && seen ? [`S9: generation ${plan.generation} began while paused until ${seen.until}`] : [];
}

/** One read that a function of a takeover was answered; `ids` is what it asked about, undefined for a search. */
export type Read = { action: string; by: string; sentAt: string; ids?: string[] | undefined };

/** What a move changed that no look at the traffic shows, from the request alone. */
export type Unseen = Pick<Move, 'kind' | 'at' | 'by' | 'part'>;

/** The read that proves a change, and who has to make it when that is not the caller. A stop is asked for and not waited for. */
function proofOf(change: Deed | Unseen): Proof | undefined {
  if (change.kind === 'launch') {
    return { action: 'DescribeInstances', id: change.instance.id, by: 'await-replacement' };
  }
  return change.kind === 'move' ? proofOfMove(change.part) : undefined;
}

type Done = Pick<Story, 'succeeded' | 'undone' | 'deeds' | 'outOfReach' | 'end'>;

/** The instances that are still there at the end; one that was launched and terminated proves nothing, nor one that could not be known of. */
const isLeft = ({ end, outOfReach }: Done, isIt: (instance: Instance) => boolean): boolean =>
  end.instances.some(
    (instance) =>
      isIt(instance) && !['shutting-down', 'terminated'].includes(instance.state) && !outOfReach.includes(instance.id),
  );

/** What a takeover did and must have proven when it ended: everything of a success, the rollback of one that was rolled back. */
const claimed = (story: Done): Deed[] =>
  story.deeds
    .filter(({ by, unheard }) => !unheard && (story.succeeded || (story.undone && by === 'undo-traffic')))
    .filter((deed) => deed.kind !== 'launch' || isLeft(story, ({ id }) => id === deed.instance.id));

/** A standby that was given back is no part of the takeover any more. */
const unseenOf = (story: Done, unseen: Unseen[]): Unseen[] =>
  unseen.filter(
    ({ part }) =>
      story.succeeded && isLeft(story, (instance) => isWith(part, instance) && instance.tags[TAG.role] !== 'standby'),
  );

/** S13: a takeover reads back every change that it heard of, before it reports success. */
export function notReadBack(story: Done, { unseen, reads }: { unseen: Unseen[]; reads: Read[] }): string[] {
  return [...claimed(story), ...unseenOf(story, unseen)].flatMap((change) => {
    const proof = proofOf(change);
    if (!proof) return [];
    const { action, id, by = change.by } = proof;
    const proven = reads.some(
      (read) =>
        read.action === action && read.by === by && read.sentAt >= change.at && (read.ids?.includes(id) ?? true),
    );
    return proven ? [] : [`S13: ${nameOf(change)} by ${change.by} was never read back`];
  });
}

/**
 * What ended the move: what its last attempt, or that of its verification, failed of, and how many there were; or a
 * verification that nothing answered, since when, and of which new instance.
 */
export type Ended = { error: string; attempts: number } | { silentSince: string; replacementId: string };

/** What passes with time, so that the state machine asks again. */
const PASSING = /^(TransientError|Lambda\..*|Runtime\.ExitError|Sandbox\.Timedout|States\.Timeout)$/;

/**
 * S5: what has begun is carried on; only what a terminal error has ended, or what failed time after time, is rolled back. A
 * planned move goes back as well when its new instance died, or was silent for a minute. `ended` is undefined for a move
 * that failed of nothing.
 */
export function rolledBackTooSoon(deed: Deed, plan: TakeoverPlan, ended: Ended | undefined): string[] {
  const { by, generation } = deed;
  if (by !== 'undo-traffic' || !isMove(deed)) return [];
  if (!ended) return [`S5: generation ${generation} rolled back what it had moved`];
  if ('error' in ended) {
    const { error, attempts } = ended;
    return PASSING.test(error) && attempts < MOVE_ATTEMPTS
      ? [`S5: generation ${generation} rolled back after ${attempts} attempts, and ${error} may pass`]
      : [];
  }
  const silentSeconds = secondsBetween({ from: ended.silentSince, to: deed.at });
  if (!keepsOld(plan)) return [`S5: generation ${generation} is no planned move, and rolled back without an answer`];
  return silentSeconds < SILENT_SECONDS && isUp(deed.instances, ended.replacementId)
    ? [`S5: generation ${generation} rolled back after ${Math.round(silentSeconds)} s without an answer`]
    : [];
}

/** T of S11: three sweeps, each with its time to look and to ask for the stop. */
export const ZOMBIE_SECONDS_MAX = 180;

/** S11: `since` counts from when nothing hindered a sweep any more. */
export function unfencedTooLong(instanceId: string, { since, now }: { since: string; now: string }): string[] {
  const seconds = secondsBetween({ from: since, to: now });
  return seconds > ZOMBIE_SECONDS_MAX
    ? [`S11: ${instanceId} was retired, and runs for more than ${ZOMBIE_SECONDS_MAX} s`]
    : [];
}

/** S16: only people change whose an address is; `before` and `now` are what its tag said around a change of ours. */
export function tookOwnership(change: {
  by: string;
  at: string;
  before: string | undefined;
  now: string | undefined;
  touchedAt: string | undefined;
}): string[] {
  const { by, before, now } = change;
  if (before === undefined || before === now || couldNotBeSeen(change)) return [];
  return [`S16: ${by} took the address from ${before} for ${now ?? 'no holder'}`];
}
