/** A takeover that has ended, as the invariants see it: what it says of itself, and what stands. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import type { Closing } from '../../../shared/steps/takeover/closing-record.ts';
import type { Execution } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import type { Deed } from '../rules/deed.ts';
import type { Story } from '../rules/takeover.ts';
import { outOfReach } from './out-of-reach.ts';
import { isOurs } from './touched.ts';
import { truthOf } from './truth.ts';

type Ended = {
  appliance: Appliance;
  execution: Execution;
  plan: TakeoverPlan;
  deeds: Deed[];
  /** When another caller last changed the traffic. */
  touchedAt: string | undefined;
};

export function storyOf(world: World, { appliance, execution, plan, deeds, touchedAt }: Ended): Story {
  const { startedAtMs, status } = execution;
  const ending = execution.versions.at(-1);
  const record = recordIn(ending?.output ?? ending?.cause);
  return {
    plan,
    startedAt: instant(startedAtMs),
    endedAt: instant(world.clock.nowMs()),
    closingAt: closingAt(execution),
    succeeded: status === 'SUCCEEDED',
    answered: record.answered === true,
    gaveUp: record.gaveUp === true,
    undone: record.undone === true,
    unmoved: record.moved === false && record.halfWay !== true,
    problems: record.problems ?? [],
    deeds,
    outOfReach: [...outOfReach(world, { startedAtMs, generation: plan.generation }), ...leftBehind(plan, record)],
    end: { ...truthOf(world, appliance), alarms: alarmsOf(world, appliance.name), touchedAt },
  };
}

/** The record says that the standby could not be closed again, as when its security group is gone: then people know. */
const leftBehind = ({ standby }: TakeoverPlan, { problems = [] }: Partial<Closing>): string[] =>
  standby && problems.some(({ kind }) => kind === 'standby-not-back') ? [standby.instanceId] : [];

/** Empty for a takeover that died before it wrote its record. */
function recordIn(said = '{}'): Partial<Closing> {
  try {
    return JSON.parse(said) as Partial<Closing>;
  } catch {
    return {};
  }
}

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

function closingAt({ events }: Execution): string | undefined {
  const entered = events.find(({ kind, state }) => kind === 'entered' && state === 'CloseTakeover');
  return entered && instant(entered.atMs);
}

function alarmsOf({ cloudwatch }: World, appliance: string): Story['end']['alarms'] {
  const ours = [...cloudwatch.alarms.values()].flatMap((record) => {
    const { name, state, stateSinceMs, definition, configuredAtMs, configuredBy } = record;
    const kind = new RegExp(`^failover-[a-z0-9]+-${appliance}-(status-check|probe)$`).exec(name)?.[1];
    const instanceId = definition.Dimensions?.find(({ Name }) => Name === 'InstanceId')?.Value;
    const touchedAt = isOurs(configuredBy) ? undefined : instant(configuredAtMs);
    return kind ? [[kind, { state, since: instant(stateSinceMs), instanceId, touchedAt }]] : [];
  });
  return Object.fromEntries(ours);
}
