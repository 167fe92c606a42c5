/** What a principal outside the deployment may do in the middle of it, at any moment, and again and again. */

import { CLAIMS, FORGED_PLANS, PLANT_DIFFERS, TEMPLATE_CHANGES, TOKENS } from '../../account/strangers/fault.ts';
import type { ScenarioFault } from '../../stories/schema.ts';
import { anyMoment, before, begins, type Peril, type Plot } from './peril.ts';

/** None of them silences a notification, and none holds a takeover back. */
const ADDRESS_TAGS: Record<string, string>[] = [
  { 'failover:told': 'c1 c2 h1 r1 i1' },
  { 'failover:generation': 'x' },
  { 'failover:generation': '1' },
  { 'failover:generation': '5000' },
  { 'failover:generation': '999999999' },
  { 'failover:active-instance': 'i-0da7aba5e0000000a' },
  { 'failover:silent-since': '2099-01-01T00:00:00.000Z' },
];

/** These hold failover back until an operator removes them; operators are notified. */
const HOLDING_TAGS: Record<string, string>[] = [
  { 'failover:owner': 'x' },
  { 'failover:paused-until': '2099-01-01T00:00:00.000Z' },
  { 'failover:probe': '$probe since 2099-01-01T00:00:00.000Z' },
];

/** With the roles that make our functions stop, terminate or adopt, if they believe them. */
const INSTANCE_TAGS: Record<string, string>[] = [
  { 'failover:appliance': '$appliance', 'failover:role': 'retired' },
  { 'failover:appliance': '$appliance', 'failover:role': 'proof', 'failover:owner': '$owner' },
  { 'failover:appliance': '$appliance', 'failover:role': 'replacement', 'failover:generation': '1' },
  { 'failover:appliance': '$appliance', 'failover:role': 'replacement', 'failover:generation': '999' },
  { 'failover:appliance': '$appliance', 'failover:role': 'active', Name: '$family' },
];

const STEPS = ['claim', 'launch-replacement', 'move-traffic', 'undo-traffic', 'stop-failed', 'close-takeover'];

function forgedPlan({ dice }: Plot): ScenarioFault {
  const named = dice.pick(['next', 'next', 'beside', 'other'] as const);
  const again = dice.chance(0.3) && { everySeconds: 45, times: dice.whole(2, 10) };
  return { kind: 'plan-by-stranger', plan: dice.pick([...FORGED_PLANS]), named, ...again };
}

export const PERILS_OF_STRANGERS: Peril[] = [
  {
    name: 'strangers',
    draw: (plot) =>
      begins(anyMoment(plot), { kind: 'tag-by-stranger', on: 'address', tags: plot.dice.pick(ADDRESS_TAGS) }),
  },
  {
    name: 'strangers',
    lasting: true,
    draw: (plot) =>
      begins(anyMoment(plot), { kind: 'tag-by-stranger', on: 'address', tags: plot.dice.pick(HOLDING_TAGS) }),
  },
  {
    name: 'strangers',
    draw: (plot) =>
      begins(anyMoment(plot), { kind: 'tag-by-stranger', on: 'database', tags: plot.dice.pick(INSTANCE_TAGS) }),
  },
  {
    name: 'strangers',
    draw: (plot) => {
      const generation = plot.dice.chance(0.5) ? 1 : undefined;
      return begins(anyMoment(plot), {
        kind: 'planted-replacement',
        token: plot.dice.pick([...TOKENS]),
        differs: plot.dice.pick([...PLANT_DIFFERS]),
        generation,
      });
    },
  },
  { name: 'strangers', draw: (plot) => begins(anyMoment(plot), forgedPlan(plot)) },
  { name: 'strangers', draw: (plot) => begins(before(plot), forgedPlan(plot)) },
  {
    name: 'strangers',
    draw: (plot) => {
      const [functionName, claims] = [plot.dice.pick(STEPS), plot.dice.pick([...CLAIMS])];
      return begins(anyMoment(plot), { kind: 'step-invoked-by-stranger', functionName, claims });
    },
  },
  {
    name: 'strangers',
    draw: (plot) => {
      const sets = plot.dice.pick([...TEMPLATE_CHANGES]);
      return begins(anyMoment(plot), { kind: 'template-version-by-stranger', sets });
    },
  },
];
