/** To where a rollback moves each part: one rule for every kind that carries traffic. */
import type { TakeoverPlan } from '../takeover/takeover-plan.ts';
import type { Part, Placed, Receiver } from './part.ts';
import { isAt } from './placed.ts';

type Move = { plan: TakeoverPlan; receiver: Receiver; oldReceiver: Receiver };

/** The address by which the appliance is known: who holds it is in service. Further addresses are parts like any other. */
export const isIdentity = (part: Part, { address }: { address: { allocationId: string } }): boolean =>
  'allocationId' in part && part.allocationId === address.allocationId;

/**
 * `found` is where the plan found the part, and `now` where it is. The identity goes to the old receiver in any case; so does
 * what an incomplete takeover has misdirected before, and what stood at the old receiver or was missing. What else is at the new
 * end goes back to where it was found. Undefined: this move has not moved it.
 */
export function wayBack(found: Placed, now: Placed, { plan, receiver, oldReceiver }: Move): Receiver | undefined {
  if (isIdentity(found, plan) || isMisdirected(found, plan)) return oldReceiver;
  const mayHaveMoved = found.position.at === 'nowhere' || isAt(found, oldReceiver) || isAt(now, receiver);
  return mayHaveMoved ? whereFound(found, { receiver, oldReceiver }) : undefined;
}

/** At a replacement that took up traffic since the first takeover was incomplete, or at none since that one is gone. */
export function isMisdirected({ position }: Placed, { finish }: Pick<TakeoverPlan, 'finish'>): boolean {
  if (finish === undefined || position.at !== 'interface') return false;
  const { instanceId, blackhole } = position;
  return instanceId === undefined ? blackhole : finish.passedOver?.includes(instanceId) === true;
}

/**
 * Operators may have left a part at another instance of the appliance: it goes back there, if that is alive. What a dead
 * takeover had moved to the replacement that this one adopted was found at the new receiver, and goes to the old one.
 */
function whereFound(found: Placed, { receiver, oldReceiver }: Omit<Move, 'plan'>): Receiver {
  const { position } = found;
  if (position.at !== 'interface' || position.blackhole || isAt(found, receiver)) return oldReceiver;
  const { instanceId = '', networkInterfaceId = '' } = position;
  return { instanceId, networkInterfaceId };
}
