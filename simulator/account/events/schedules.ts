/** Rules that call on a schedule: each at its own moment of the minute, and some seconds late. */

import { between, type Range } from '../../random.ts';
import { activeFaults } from '../faults/active.ts';
import type { World } from '../world.ts';
import type { Rule } from './rules.ts';

type Schedules = {
  start(): void;
  /** No function is called before this instant. */
  restUntil(epochMs: number): void;
};

type Scheduled = Rule & { trigger: { on: 'schedule' } };

const isScheduled = (rule: Rule): rule is Scheduled => rule.trigger.on === 'schedule';

export function schedulesOf(
  world: World,
  { rules, jitterMs, call }: { rules: Rule[]; jitterMs: Range; call: (rule: Rule) => void },
): Schedules {
  const { clock, random } = world;
  let restMs = 0;
  const isStopped = ({ id }: Rule): boolean => activeFaults(world, 'schedule-stopped').some(({ rule }) => rule === id);
  /** The first moment after now, and after the rest; one timer for each rule, so that a rest is one leap. */
  const plan = (rule: Scheduled, phaseMs: number): void => {
    const { everyMs } = rule.trigger;
    const round = Math.floor((Math.max(clock.nowMs(), restMs) - phaseMs) / everyMs) + 1;
    clock.at(phaseMs + round * everyMs + Math.round(between(random, jitterMs)), () => {
      if (clock.nowMs() >= restMs && !isStopped(rule)) call(rule);
      plan(rule, phaseMs);
    });
  };
  return {
    start: () => {
      for (const rule of rules.filter(isScheduled)) {
        plan(rule, clock.nowMs() + Math.floor(random() * rule.trigger.everyMs) - rule.trigger.everyMs);
      }
    },
    restUntil: (epochMs) => {
      restMs = epochMs;
    },
  };
}
