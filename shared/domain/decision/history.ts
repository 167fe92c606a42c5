/** What earlier takeovers of an appliance did, as their executions remember it. */

import { secondsBetween } from '../instants.ts';
import { type Address, type Instance, TAG } from '../snapshot.ts';
import { launchTokenOf, wasLaunchedBy } from '../takeover/client-token.ts';
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';
import type { ExecutionStatus } from './generation.ts';

/** The end of a takeover in its own words: the output of a succeeded execution, the cause of a failed one. */
export type TakeoverRecord = {
  outcome: 'taken-over' | 'failed';
  /** Whether its first step proved the plan genuine and claimed the generation. Absent in records of older releases. */
  claimed?: boolean | undefined;
  /** True once any change of the traffic was sent, and stays true when it was undone. */
  moved: boolean;
  undone: boolean;
  answered: boolean;
  /** It waited for the replacement until its boot limit, or for the minute of a planned move, and in vain. */
  gaveUp: boolean;
  /**
   * It had begun to move, rolled nothing back, and failed for a cause that may pass: the next takeover finishes it.
   * False when others had changed the traffic, or a newer takeover exists: then an operator must look first, or the
   * newer one continues.
   */
  halfWay?: boolean | undefined;
  imageId?: string | undefined;
  /** The replacement was kept ready as the standby. */
  standby?: true | undefined;
  /** The standby that had the traffic first, and did not answer. */
  silent?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export type PastTakeover = {
  generation: number;
  status: ExecutionStatus;
  startedAt: string;
  stoppedAt?: string | undefined;
  /** Absent when the input is not one of our plans. */
  plan?: TakeoverPlan | undefined;
  /** Absent when the execution died before `CloseTakeover` could write it. */
  record?: TakeoverRecord | undefined;
};

/** Whether it ended without a record: where the traffic is, is not reported yet. */
export const diedUnclosed = (past: PastTakeover): boolean =>
  past.status !== 'SUCCEEDED' && past.status !== 'RUNNING' && past.record === undefined;

/** Roles only instances that a takeover launched have; an instance that got the address by hand has neither. */
export const mayBeLedTo = (role: string | undefined): boolean => role === 'replacement' || role === 'active';

/**
 * Whether the holder of the address is a replacement that this takeover, or one before it, launched and did not retire:
 * only then did the takeover itself bring the address there, and may be finished. An instance that got the address by
 * hand was launched by none of them, regardless of its tags.
 */
export function broughtThere(past: PastTakeover, holder: Instance | undefined): boolean {
  if (!holder || !past.plan || holder.id === past.plan.old?.instanceId) return false;
  const { launchedBy, tags } = holder;
  return launchedBy !== undefined && launchedBy <= past.generation && mayBeLedTo(tags[TAG.role]);
}

/** The generation of the takeover among these that launched it, by the token and the time of its launch, or took it as its standby. */
export function launcherAmong(past: PastTakeover[], instance: Instance, stage: string): number | undefined {
  const launcher = past.find(({ plan, generation, ...lifetime }) => {
    if (!plan) return false;
    if (plan.standby?.instanceId === instance.id) return true;
    const launch = { stage, appliance: plan.appliance, generation, executionStart: lifetime.startedAt };
    return wasLaunchedBy(instance, (place) => launchTokenOf(launch, place), lifetime);
  });
  return launcher?.generation;
}

/** For this long a partially applied takeover is finished automatically; afterwards only an operator finishes it. */
export const FINISH_SECONDS_MAX = 3_600;

export const endedLongAgo = ({ stoppedAt, startedAt }: PastTakeover, now: string): boolean =>
  secondsBetween({ from: stoppedAt ?? startedAt, to: now }) > FINISH_SECONDS_MAX;

/**
 * The replacement with which a partially applied takeover is to be finished. Undefined when none is partially applied,
 * or when the address is at an instance to which this takeover has not moved it. A takeover that ended without a record
 * is only finished where the address itself shows that it moved.
 */
export function halfWayTo(
  past: PastTakeover,
  { address, holder }: { address: Address; holder: Instance | undefined },
): string | undefined {
  if (!diedUnclosed(past)) return past.record?.halfWay && isBetween(past, address) ? past.record.to : undefined;
  if (broughtThere(past, holder)) return address.instanceId;
  return leftUnfinished(past, address) ? past.plan?.finish?.instanceId : undefined;
}

/** Whether the address is where a half-made move can have left it: at either end, where it was found, or nowhere. */
export const isBetween = (past: PastTakeover, address: Address): boolean =>
  address.instanceId === past.record?.to || notYetMoved(past, address);

/** A takeover that finishes another may have found it at the replacement of that one. */
const notYetMoved = ({ plan }: PastTakeover, { instanceId }: Address): boolean =>
  instanceId === undefined || instanceId === plan?.old?.instanceId || instanceId === plan?.address.instanceId;

/**
 * For a takeover that ended without a record: whether it was to finish another one, and the address is where it found
 * it, so that the other one is still partially applied. If the address were at its replacement, `broughtThere` would
 * say so; anywhere else the traffic was moved by hand.
 */
export const leftUnfinished = (past: PastTakeover, { instanceId }: Address): boolean =>
  past.plan !== undefined &&
  passesOn(past.plan) &&
  (instanceId === undefined || instanceId === past.plan.address.instanceId);

/**
 * Whether a takeover that was to finish another and could not begin leaves that to its successor. For no longer than an
 * hour since the first one ended: a person may take up an older one, and then it is a person's to go on.
 */
export const passesOn = ({ finish, startedAt }: TakeoverPlan): boolean =>
  finish?.since !== undefined && secondsBetween({ from: finish.since, to: startedAt }) <= FINISH_SECONDS_MAX;

/** Whether it sent any change of the traffic. Without a record the address itself is the witness. */
export function movedTraffic(past: PastTakeover, holderId: string | undefined): boolean {
  if (past.record) return past.record.moved;
  return holderId !== undefined && holderId !== past.plan?.old?.instanceId;
}

/**
 * Whether it was this takeover that stopped its old instance, although it never moved the traffic: one for a licence that
 * forbids two copies stops first. EC2 says of such a stop what it says of a person's.
 */
export function stoppedItsOld({ status, plan, startedAt, stoppedAt }: PastTakeover, holder: Instance): boolean {
  if (status === 'SUCCEEDED' || plan?.fencing !== 'stop-first' || plan.old?.instanceId !== holder.id) return false;
  const { stateSince } = holder;
  return stateSince === undefined || (stateSince >= startedAt && (stoppedAt === undefined || stateSince <= stoppedAt));
}

/** Whether it moved the traffic to a replacement that was waited for in vain. */
export function neverAnswered({ record }: PastTakeover): boolean {
  return record?.moved === true && !record.undone && record.gaveUp;
}
