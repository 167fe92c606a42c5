/**
 * What must hold of how a takeover went about its work, beside what it did: when it began, that it looked again after
 * each change, and that whoever was retired stays stopped. Each function names what is wrong.
 */
import { secondsBetween } from './instants.ts';
import { couldNotBeSeen, type Deed } from './invariants.ts';
import type { TakeoverPlan } from './takeover-plan.ts';

/** What the tag on the address said when a takeover began, and since when it had said so. */
export type Pause = {
  until: string;
  since: string;
  /** What it said before it was lengthened. */
  before?: Omit<Pause, 'before'> | undefined;
};

/** S9: while paused, no automatic takeover begins; a pause that nobody could have seen yet does not count. */
export function startedWhilePaused(plan: TakeoverPlan, pause: Pause | undefined): string[] {
  const seen = [pause, pause?.before].find(
    (each) => each && each.until > plan.decidedAt && !couldNotBeSeen({ at: plan.startedAt, touchedAt: each.since }),
  );
  return plan.automatic && seen ? [`S9: generation ${plan.generation} began while paused until ${seen.until}`] : [];
}

/** One read that a function of a takeover was answered. */
export type Read = { action: string; by: string; at: string };

/** For each kind of change the read that proves it, and who has to make it when that is not the doer. */
const PROOFS: Record<Deed['kind'], { action: string; by?: string } | undefined> = {
  launch: { action: 'DescribeInstances', by: 'await-replacement' },
  'move-address': { action: 'DescribeAddresses' },
  'write-route': { action: 'DescribeRouteTables' },
  // Asked for and not waited for.
  stop: undefined,
};

/** S13: every change that the takeover heard of is read back by whoever made it, before it calls itself done. */
export function notReadBack({ succeeded, deeds }: { succeeded: boolean; deeds: Deed[] }, reads: Read[]): string[] {
  if (!succeeded) return [];
  return deeds.flatMap((deed) => {
    const proof = PROOFS[deed.kind];
    if (!proof || deed.unheard) return [];
    const by = proof.by ?? deed.by;
    const proven = reads.some((read) => read.action === proof.action && read.by === by && read.at >= deed.at);
    return proven ? [] : [`S13: ${deed.kind} by ${deed.by} was never read back`];
  });
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
  return [`S16: ${by} took the address from ${before} for ${now ?? 'nobody'}`];
}
