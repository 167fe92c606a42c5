/**
 * How often operators are notified of what the list of sent notifications must not silence: that list is a tag, and other
 * principals may fill it.
 */
import { secondsBetween } from '../instants.ts';
import type { Condition, ConditionKind } from './news.ts';

/** Kinds that say that failover is off, or that something keeps failing: sent again after so many seconds. */
const AGAIN_SECONDS: Partial<Record<ConditionKind, number>> = {
  'malformed-tag': 3_600,
  'foreign-owner': 3_600,
  'duty-failing': 86_400,
  'foreign-template': 86_400,
};

/** Of these kinds the list of sent notifications says nothing, neither that one was sent nor that it was not. */
export const isRemembered = (kind: ConditionKind): boolean => AGAIN_SECONDS[kind] !== undefined;

/** One that was over and is back is sent anew, but no sooner: a tag may be changed every minute. */
const ANEW_SECONDS = 600;

/** When a condition was last handed to `notify`, and whether a sweep has found it gone since. */
export type Sent = { at: string; over: boolean };

/** Whether it is sent now, even if the list of sent notifications has it. Without a memory of having sent it, it is. */
export function isDue({ kind }: Pick<Condition, 'kind'>, sent: Sent | undefined, now: string): boolean {
  const again = AGAIN_SECONDS[kind];
  if (again === undefined) return false;
  if (!sent) return true;
  const age = secondsBetween({ from: sent.at, to: now });
  return age >= again || (sent.over && age >= ANEW_SECONDS);
}

/** A silence, as far as the sweeps of one execution environment have seen it without a break. */
export type Silence = { since: string; remindedAt?: string | undefined };

/** Early enough that operators are notified within ten minutes of the failure, though a hold was already on the list. */
export const FIRST_REMINDER_SECONDS = 420;
const REMINDER_SECONDS = 3_600;

/** Whether a hold of a failed appliance is sent again, even if the list has it. */
export const isReminderDue = ({ since, remindedAt }: Silence, now: string): boolean =>
  remindedAt === undefined
    ? secondsBetween({ from: since, to: now }) >= FIRST_REMINDER_SECONDS
    : secondsBetween({ from: remindedAt, to: now }) >= REMINDER_SECONDS;
