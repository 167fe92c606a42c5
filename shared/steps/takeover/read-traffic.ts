/** The parts of a frozen plan, as they are now. */
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { foundParts } from '../../domain/traffic/kinds.ts';
import type { KnownReceiver, Placed } from '../../domain/traffic/part.ts';
import { describePlaced, strangers } from '../../domain/traffic/placed.ts';
import { readParts } from '../traffic/each-kind.ts';
import { CARRYING_READS } from '../traffic/kinds.ts';
import { lookFreshly } from '../world/look-freshly.ts';

/** What carries traffic. A route of a table that was deleted meanwhile is left out. */
export const readTraffic = (plan: TakeoverPlan, deps: Deps): Promise<Placed[]> =>
  lookFreshly(deps.clock, () => readParts(CARRYING_READS, { parts: foundParts(plan) }, deps));

/**
 * A part that is neither where the plan found it nor at one of the takeover's own ends was moved by another caller in the
 * meantime. It is reported, and not moved again.
 *
 * @throws InvariantViolatedError naming what was moved.
 */
export function refuseStrangers(plan: TakeoverPlan, now: Placed[], ends: (KnownReceiver | undefined)[]): void {
  const known = ends.flatMap((receiver) => receiver ?? []);
  const moved = strangers(now, foundParts(plan), known);
  if (moved.length > 0) {
    throw new InvariantViolatedError(
      `moved by another program or person while this takeover ran: ${moved.map(describePlaced).join(', ')}`,
    );
  }
}
