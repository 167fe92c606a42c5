/**
 * An automatic takeover that repeats one which failed: what is known about the outage already is not notified again. The
 * count is part of the frozen plan, which the executions prove; no tag can silence a first attempt.
 */

import { neverAnswered, type PastTakeover } from '../decision/history.ts';
import { secondsBetween } from '../instants.ts';
import type { Tried } from '../takeover/takeover-plan.ts';
import { type Condition, gistOf } from './news.ts';

/** The longest pause between two attempts is fifteen minutes; what failed longer ago is an outage of its own. */
const SAME_OUTAGE_SECONDS = 3_600;

/** Newest first. Undefined for a first attempt, for a person, and where the last one left something else behind. */
export function triedBefore(
  past: PastTakeover[],
  { automatic, now }: { automatic: boolean; now: string },
): Tried | undefined {
  const [last] = past;
  if (!automatic || !last?.record || last.status === 'SUCCEEDED' || last.stoppedAt === undefined) return undefined;
  const { record, plan, startedAt, stoppedAt } = last;
  const isToBeTried = record.halfWay === true || record.undone || !record.moved;
  if (!plan?.automatic || !isToBeTried || neverAnswered(last)) return undefined;
  if (secondsBetween({ from: stoppedAt, to: now }) > SAME_OUTAGE_SECONDS) return undefined;
  return { times: (plan.tried?.times ?? 0) + 1, since: plan.tried?.since ?? startedAt };
}

export const attemptOf = ({ times }: Tried): number => times + 1;

/** The second attempt, the fourth, the eighth, and so on. */
export function isReported(tried: Tried): boolean {
  const attempt = attemptOf(tried);
  return (attempt & (attempt - 1)) === 0;
}

/** Over with the recovery, like every hold. The first is about any failure, the second about this one. */
export const FAILED_ATTEMPT: Condition = { kind: 'held', about: 'a takeover failed', detail: '' };

export const failedBecause = (failure: string): Condition => ({
  ...{ kind: 'held', detail: failure },
  about: `a takeover failed: ${gistOf(failure)}`,
});
