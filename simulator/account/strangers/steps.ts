/** lambda:InvokeFunction on a step of a takeover, with an event as the machine would send it. */
import { executionNameOf } from '../../../shared/domain/decision/generation.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { machineName } from '../logical-ids.ts';
import { executionArn } from '../sfn/book.ts';
import type { Execution } from '../sfn/execution.ts';
import { machineArn } from '../step-functions.ts';
import type { World } from '../world.ts';
import { asStranger } from './act.ts';
import { DATABASE } from './bystander.ts';
import type { StrangerFault } from './fault.ts';
import {
  closedTakeover,
  genuineTakeovers,
  nextGeneration,
  planIn,
  rehearse,
  rehearsedPlan,
  runningTakeover,
} from './known-plans.ts';
import { aimedAtStranger } from './plans.ts';

type Invoking = Extract<StrangerFault, { kind: 'step-invoked-by-stranger' }>;

const REHEARSAL_MS = 15_000;

/** The execution that the event names: one that runs, one that has ended, or one that never was. */
function identityOf(world: World, { victim: { appliance }, claims }: Invoking, generation: number) {
  const known: Execution | undefined =
    claims === 'nothing' ? undefined : (claims === 'running' ? runningTakeover : closedTakeover)(world, appliance);
  const name = executionNameOf({ appliance, generation });
  const arn = executionArn({
    machineArn: machineArn({ ...world, name: machineName({ ...world, name: 'takeover' }) }),
    name,
  });
  const startedAtMs = known?.startedAtMs ?? world.clock.nowMs();
  return {
    Id: known?.arn ?? arn,
    Name: known?.name ?? name,
    StartTime: new Date(startedAtMs).toISOString(),
    RedriveCount: 0,
  };
}

/** Everything that the steps before would have done: the machine of the stranger runs, and is the replacement. */
function doneBefore(plan: TakeoverPlan, now: string): object {
  const machine = { instanceId: DATABASE.instanceId, networkInterfaceId: DATABASE.networkInterfaceId };
  const [placement] = plan.placements;
  return {
    ...{ ...plan, claim: { claimedAt: now } },
    launch: {
      outcome: 'launched',
      ...machine,
      placementIndex: 0,
      placement,
      adopted: true,
      launchedAt: now,
      refused: [],
    },
    replacement: { outcome: 'running', ...machine, runningAt: now },
  };
}

export function invokeStep(world: World, fault: Invoking): void {
  const { appliance } = fault.victim;
  const genuine = genuineTakeovers(world, appliance).at(-1);
  const known = genuine ? planIn(genuine) : rehearsedPlan(world, appliance);
  if (!known) {
    asStranger(world, () => rehearse(world, appliance));
    world.clock.at(world.clock.nowMs() + REHEARSAL_MS, () => {
      if (rehearsedPlan(world, appliance)) invokeStep(world, fault);
    });
    return;
  }
  const generation = fault.claims === 'nothing' ? nextGeneration(world, appliance) : known.generation;
  const plan = aimedAtStranger(world, known, generation);
  const now = new Date(world.clock.nowMs()).toISOString();
  const execution = { ...identityOf(world, fault, generation), Input: plan };
  // The answer does not matter: the stranger only wanted it to act.
  void asStranger(world, () =>
    world.functions.invoke(fault.functionName, { execution, done: doneBefore(plan, now) }),
  ).catch(() => undefined);
}
