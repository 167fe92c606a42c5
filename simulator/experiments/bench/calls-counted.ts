/** What was asked of the account, and how often it said "too many". */
import { THROTTLED } from '../../account/faults/calls.ts';
import type { Call } from '../../account/world.ts';

/** `asked`: let through, with any result. */
type Count = { asked: number; throttled: number };

/** By action, of all services that are counted. */
export type Counts = Map<string, Count>;

const TOO_MANY = new Set(Object.values(THROTTLED).map((refusal) => refusal().name));

/** `key`: under which name a call is counted, if it is. */
function countBy(calls: Call[], key: (call: Call) => string | undefined): Counts {
  const counts: Counts = new Map();
  for (const call of calls) {
    const name = key(call);
    if (name === undefined) continue;
    const count = counts.get(name) ?? { asked: 0, throttled: 0 };
    if (call.error !== undefined && TOO_MANY.has(call.error)) count.throttled += 1;
    else count.asked += 1;
    counts.set(name, count);
  }
  return counts;
}

/** Every call of every service, by any caller: `EC2 DescribeAddresses`. */
export const everyCall = (calls: Call[]): Counts => countBy(calls, ({ service, action }) => `${service} ${action}`);

/** They look at all appliances together, or at the event of one, so that theirs do not grow with the takeovers. */
const TRIGGERS = ['sweep', 'probe-appliance', 'check-readiness', 'notify', 'route-instance-event'];

/** What the takeovers and their failover machines asked, of every service: no two of them have an action of the same name. */
export const callsOfTakeovers = (calls: Call[]): Counts =>
  countBy(calls, ({ action, caller }) => (TRIGGERS.includes(caller) ? undefined : action));

export function totalOf(counts: Counts): Count {
  const all = [...counts.values()];
  const sum = (key: keyof Count): number => all.reduce((total, count) => total + count[key], 0);
  return { asked: sum('asked'), throttled: sum('throttled') };
}
