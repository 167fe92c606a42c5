/** What S22 has to know of a planned move: whether the new instance has answered, and whether the old one would. */

import { TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { listedPlan } from '../../../shared/domain/traffic/stored-routes.ts';
import { allTrue, truth } from '../../account/consistency.ts';
import { answers, machineOf } from '../../account/ec2/machines.ts';
import type { Execution } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import type { Deed } from '../rules/deed.ts';
import { type EndOfPlanned, stoppedUnanswered } from '../rules/planned.ts';
import type { Story } from '../rules/takeover.ts';

/** It has been answering, or was when it died since. */
const hasAnswered = (world: World, instanceId: string | undefined): boolean =>
  instanceId !== undefined && machineOf(world, instanceId).answersFromMs <= world.clock.nowMs();

const planIn = ({ input }: Execution): TakeoverPlan | undefined => {
  const plan: unknown = JSON.parse(input);
  return 'placements' in Object(plan) ? listedPlan(plan as TakeoverPlan) : undefined;
};

/** The plans of an appliance, newest first. */
const plansOf = ({ stepFunctions }: World, appliance: string): TakeoverPlan[] =>
  stepFunctions.executions
    .flatMap((execution) => planIn(execution) ?? [])
    .filter((plan) => plan.appliance === appliance)
    .sort((a, b) => b.generation - a.generation);

/** S22 of one stop. `plan` is of the takeover that asked for it; a sweep works for none, and stops what is retired. */
export function judgeStop(world: World, deed: Deed, { appliance, plan }: Judged): string[] {
  if (deed.kind !== 'stop') return [];
  const plans = plansOf(world, appliance);
  const moved = plan ?? plans.find(({ old }) => old?.instanceId === deed.instanceId);
  if (!moved) return [];
  const finished = plans.find(({ generation }) => generation === moved.finish?.generation);
  // A person may have given the address away since.
  const launched = allTrue(world.ec2.instances).filter(({ tags }) => tags[TAG.generation] === String(moved.generation));
  const carriers = [deed.traffic.address.instanceId, ...launched.map(({ id }) => id)];
  const answered = carriers.some((id) => hasAnswered(world, id));
  return stoppedUnanswered(deed, moved, { answered, finished });
}

type Judged = { appliance: string; plan: TakeoverPlan | undefined };

const WAY_BACK = ['verify-traffic', 'undo-traffic'];

export function endOfPlanned(world: World, { plan, startedAt }: Story, { events }: Execution): EndOfPlanned {
  const old = plan.old && truth(world.ec2.instances, plan.old.instanceId);
  const refused = world.calls.some(
    ({ caller, error, atMs }) => error !== undefined && WAY_BACK.includes(caller) && atMs >= Date.parse(startedAt),
  );
  const caught = events.some(({ kind, state }) => kind === 'caught' && state === 'UndoTraffic');
  return { oldIsWell: old !== undefined && answers(world, old), hindered: refused || caught };
}
