/** What a stranger learns of takeovers from ListExecutions and DescribeExecution, which read-only roles often may call. */
import { executionNameOf, generationOf } from '../../../shared/domain/decision/generation.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { machineName } from '../logical-ids.ts';
import { type Execution, isClosed, isForged, latest } from '../sfn/execution.ts';
import type { World } from '../world.ts';

const executionsOf = ({ stepFunctions, stage }: World, name: string): Execution[] =>
  stepFunctions.executions.filter((each) => each.machineName === machineName({ stage, name }));

/** Takeovers of the appliance that our `failover` machine started, oldest first. */
export const genuineTakeovers = (world: World, appliance: string): Execution[] =>
  executionsOf(world, 'takeover').filter((each) => !isForged(each) && generationOf(each.name, appliance) !== undefined);

export const runningTakeover = (world: World, appliance: string): Execution | undefined =>
  genuineTakeovers(world, appliance).findLast((each) => !isClosed(each));

export const closedTakeover = (world: World, appliance: string): Execution | undefined =>
  genuineTakeovers(world, appliance).findLast(isClosed);

/** So long ago that no late request of it can arrive any more: what is launched with its token now is not its work. */
const LATE_REQUESTS_MS = 61_000;

export const longClosedTakeover = (world: World, appliance: string): Execution | undefined =>
  genuineTakeovers(world, appliance).findLast(
    (each) => isClosed(each) && (latest(each).stoppedAtMs ?? 0) < world.clock.nowMs() - LATE_REQUESTS_MS,
  );

export const planIn = ({ input }: Pick<Execution, 'input'>): TakeoverPlan => JSON.parse(input);

/** A rehearsal says in its output what a takeover would do. */
export function rehearsedPlan(world: World, appliance: string): TakeoverPlan | undefined {
  const outputs = executionsOf(world, 'failover').map((each) => JSON.parse(latest(each).output ?? '{}'));
  return outputs.findLast(({ outcome, plan }) => outcome === 'rehearsed' && plan?.appliance === appliance)?.plan;
}

/** Anybody who may start `failover` may rehearse; it changes nothing. */
export function rehearse({ stepFunctions, stage }: World, appliance: string): void {
  const ask = { appliance, mode: 'rehearse', requestedBy: 'stranger', reason: 'what would it do?' };
  stepFunctions.start({ machine: machineName({ stage, name: 'failover' }), input: JSON.stringify(ask) });
}

export function nextGeneration({ stepFunctions }: World, appliance: string): number {
  const taken = stepFunctions.executions.flatMap(({ name }) => generationOf(name, appliance) ?? []);
  return Math.max(0, ...taken) + 1;
}

export const nextName = (world: World, appliance: string): string =>
  executionNameOf({ appliance, generation: nextGeneration(world, appliance) });
