/** Everything that happens in the account without anybody asking: events, schedules, and the evaluation of alarms. */

import { partitionOf } from '../../../shared/domain/partition.ts';
import { ASYNC_INVOCATIONS } from '../../../shared/machines/async-invocations.ts';
import { EVENT_DELIVERY_MS, SCHEDULE_JITTER_MS } from '../../durations.ts';
import { alarmClock } from '../cloudwatch/alarm-clock.ts';
import { type AsyncInvocations, asyncInvocations } from '../lambda/async-invocations.ts';
import type { Lambda } from '../lambda-runtime.ts';
import { collecting } from '../sns/collected.ts';
import type { World } from '../world.ts';
import { type Bus, openBus } from './bus.ts';
import { deployedRules, type Rule } from './rules.ts';
import { schedulesOf } from './schedules.ts';

export type ByItself = {
  /** Whether schedules and alarms work on their own in this story. */
  automatic: boolean;
  bus: Bus;
  functions: AsyncInvocations;
  /** From now on everything deployed does its work; before, a story's own alarms are all that is delivered. */
  start(): void;
  /** No function is called and no alarm evaluated before this instant. */
  restUntil(epochMs: number): void;
};

/** The rule of a scenario that states when an alarm goes off. */
const BY_HAND = 'AlarmRule';

/** What EventBridge hands to the target of a schedule. */
function scheduledEvent({ clock, region, accountId }: World, { name }: Rule) {
  const time = new Date(clock.nowMs()).toISOString().replace(/\.\d{3}Z$/, 'Z');
  return {
    ...{ version: '0', id: `${name}-${clock.nowMs()}`, 'detail-type': 'Scheduled Event', source: 'aws.events' },
    ...{ account: accountId, time, region },
    ...{ resources: [`arn:${partitionOf(region).name}:events:${region}:${accountId}:rule/${name}`], detail: {} },
  };
}

type Deployed = { world: World; lambda: Lambda; stage: string; automatic: boolean };

export function happensByItself({ world, lambda, stage, automatic }: Deployed): ByItself {
  const all = deployedRules(stage);
  const rules = automatic ? all : all.filter(({ id }) => id === BY_HAND);
  const functions = asyncInvocations({ world, lambda, stage, settings: ASYNC_INVOCATIONS });
  world.collect = collecting({ world, lambda, functions });
  const call = (rule: Rule): void => {
    for (const { name } of rule.targets) functions.send(name, scheduledEvent(world, rule));
  };
  const schedules = schedulesOf(world, { rules, jitterMs: SCHEDULE_JITTER_MS, call });
  const alarms = alarmClock(world);
  return {
    automatic,
    bus: openBus({ world, rules, functions, deliveryMs: EVENT_DELIVERY_MS }),
    functions,
    start: () => {
      if (!automatic) return;
      schedules.start();
      alarms.start();
    },
    restUntil: (epochMs) => {
      schedules.restUntil(epochMs);
      alarms.leapTo(epochMs);
    },
  };
}
