/** S22: a planned move never costs a healthy appliance. Each function names what is wrong, and an empty list is a pass. */

import { keepsOld } from '../../../shared/domain/decision/planned-move.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { couldNotBeSeen } from './change.ts';
import type { Deed } from './deed.ts';
import type { Story } from './takeover.ts';
import { moves, touchedAtTheEnd } from './takeover.ts';

/** The checker has its own minute, so that a shorter one in the product is noticed. */
export const SILENT_SECONDS = 60;

/**
 * S22: the old one of a planned move is not stopped before the new one has answered. `finished` is the plan of the takeover
 * that this one finishes: an automatic one is as careful as the planned one was, and only a person forces it on.
 */
export function stoppedUnanswered(
  deed: Deed,
  plan: TakeoverPlan,
  { answered, finished }: { answered: boolean; finished: TakeoverPlan | undefined },
): string[] {
  if (deed.kind !== 'stop' || answered || deed.instanceId !== plan.old?.instanceId) return [];
  const planned = keepsOld(plan) || (plan.automatic && finished !== undefined && keepsOld(finished));
  // The new one had answered, and went down on its way to the request.
  if (!planned || couldNotBeSeen({ ...deed, touchedAt: deed.holderDownAt })) return [];
  return [`S22: ${deed.by} stopped ${deed.instanceId} before the new instance had answered`];
}

/** What only the simulation knows of the end of a planned move. */
export type EndOfPlanned = {
  /** The old one would answer: it runs, and everything behind it is well. */
  oldIsWell: boolean;
  /** A read of the way back was refused or failed, or the way back itself. */
  hindered: boolean;
};

/** S22: after silence everything is back at the old one. */
export function keptFromTheOld(story: Story, { oldIsWell, hindered }: EndOfPlanned): string[] {
  const { plan, answered, undone, gaveUp } = story;
  if (!keepsOld(plan) || answered || undone || !gaveUp || !moves(story)) return [];
  if (!oldIsWell || hindered || touchedAtTheEnd(story)) return [];
  return [`S22: generation ${plan.generation} was silent, and left the traffic with the new instance`];
}
