/** One takeover as invariants see it: its plan, what it did, and what stood when it ended. */

import type { AlarmKind } from '../../../shared/domain/decision/trigger.ts';
import type { Problem } from '../../../shared/domain/problem.ts';
import type { Instance } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import type { Traffic } from '../../../shared/domain/traffic/part.ts';
import { couldNotBeSeen, isMove } from './change.ts';
import type { Deed } from './deed.ts';

/** One takeover from its plan to its end. */
export type Story = {
  plan: TakeoverPlan;
  startedAt: string;
  endedAt?: string | undefined;
  /** When its last step began, which writes the record and re-points alarms and tags: no step reads the traffic any more. */
  closingAt?: string | undefined;
  succeeded: boolean;
  answered: boolean;
  /** It says that it waited for the replacement until its boot limit, and in vain. */
  gaveUp: boolean;
  /** It says that it rolled the traffic back. */
  undone: boolean;
  /** It reports that nothing is at its replacement, and that no takeover has to finish it. */
  unmoved: boolean;
  deeds: Deed[];
  /** What it says that it could not write down or re-point. */
  problems: Problem[];
  /**
   * Whom it asked EC2 to terminate, for what is refused is left to people, whom the sweep tells; whom EC2 failed to
   * describe, as in a lost zone; whom it was not let list; and what came so late that its last look need not have shown it.
   */
  outOfReach: string[];
  /** What stood at its end, and every instance of the appliance then. */
  end: {
    traffic: Traffic;
    instances: Instance[];
    alarms: Partial<Record<AlarmKind, StandingAlarm>>;
    /** When another caller last changed the traffic. */
    touchedAt?: string | undefined;
  };
};

/** `since` is when its state last changed, `touchedAt` when anybody but us last put it. */
type StandingAlarm = {
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  since: string;
  instanceId?: string | undefined;
  touchedAt?: string | undefined;
};

export const moves = ({ deeds }: Story): boolean => deeds.some(isMove);

/**
 * A change by another caller within the last seconds before it closed, or since, belongs to the sweep, which reports
 * it; and so does such a change to traffic that was rolled back, where only late attempts of ours are checked.
 */
export const touchedAtTheEnd = ({ end, undone, deeds, closingAt, endedAt, startedAt }: Story): boolean => {
  const at = (undone ? deeds.at(-1)?.at : closingAt) ?? endedAt ?? startedAt;
  return couldNotBeSeen({ at, touchedAt: end.touchedAt });
};
