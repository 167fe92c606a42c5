/**
 * Starts the stopped standby early, or launches the planned replacement: in its first placement that does not refuse it, where
 * nothing reaches it.
 */
import * as z from 'zod/mini';
import { launchAhead as sendAhead } from '../../aws/launch-ahead.ts';
import { readPrepareHistory } from '../../aws/prepare-history.ts';
import { closedGroup } from '../../aws/proof-group.ts';
import { readAddress } from '../../aws/read-address.ts';
import { describeInstance } from '../../aws/read-instances.ts';
import { readVpcId } from '../../aws/read-network.ts';
import type { Deps, Step } from '../../deps.ts';
import { holdForPause } from '../../domain/decision/decide.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { nextPlacement } from '../../domain/takeover/placement.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { poll } from '../pace/poll.ts';
import { isWithin } from '../pace/within.ts';
import { seeSuccessor } from '../provenance/successor.ts';
import { planSchema } from '../takeover/input.ts';
import { ownerOf } from '../world/owner.ts';
import type { LaunchedAhead } from './facts.ts';
import { applianceOf, type PrepareInput, parsePrepare, refuseForeignExecution } from './input.ts';
import { startStandby } from './start-standby.ts';

/** The history of an execution is eventually consistent. */
const PLAN_VISIBLE = { seconds: 2, everyMs: 100, slowing: 1.5 };

/** A group is made and closed once in the life of an appliance, and each has to become visible. */
const GROUP_VISIBLE = { seconds: 10, everyMs: 500 };

/** What was read longer ago is read again before the launch. */
const FRESH_SECONDS = 5;

/** RunInstances is waited for 15 s, and the function may run for 30 s. */
const LAUNCH_WITHIN_SECONDS = 12;
const ANOTHER_WITHIN_SECONDS = 10;

export const launchAhead: Step<PrepareInput, LaunchedAhead> = {
  parse: parsePrepare,
  async run(input, deps) {
    refuseForeignExecution(input, deps);
    const beganAt = deps.clock.now().toISOString();
    const reading = whyNotNow(input, deps);
    const { standbyId } = input;
    const [{ plan, groupId: known }, first, seen] = await Promise.all([
      planOf(input, deps),
      reading,
      standbyId === undefined ? undefined : describeInstance(deps.clients, standbyId),
    ]);
    if (plan.generation !== input.generation) throw new RefusedError(`${input.executionArn} has made another plan`);
    const groupId = known ?? (await groupFor(input, deps));
    // Throttled reads may have waited, and a takeover may have begun meanwhile.
    const held = isWithin(deps.clock, { beganAt, seconds: FRESH_SECONDS }) ? first : await whyNotNow(input, deps);
    if (held) return { outcome: 'refused', detail: held };
    if (!isWithin(deps.clock, { beganAt, seconds: LAUNCH_WITHIN_SECONDS }))
      throw new TransientError('the reads before the launch took too long');
    const started = seen && (await startStandby({ appliance: input.appliance, plan, groupId, seen }, deps));
    return started ?? launchIn(plan, { input, groupId, beganAt }, deps);
  },
};

/**
 * As our own `PlanAhead` put it out, and not as this step was invoked with: the launch is recorded before it is made.
 *
 * @throws TransientError while the history does not show it; RefusedError when the execution has ended.
 */
async function planOf({ executionArn }: PrepareInput, { clients, clock }: Deps): Promise<FromHistory> {
  const planned = await poll(clock, PLAN_VISIBLE, async () => {
    const history = await readPrepareHistory(clients, executionArn);
    if (history?.ended) throw new RefusedError(`${executionArn} has ended`);
    return history?.after('PlanAhead');
  });
  if (planned === undefined) throw new TransientError(`the plan of ${executionArn} is not visible yet`);
  const parsed = putOut.safeParse(planned);
  if (!parsed.success) throw new RefusedError(`${executionArn} has made no plan`);
  return parsed.data.done.plan;
}

type FromHistory = { plan: TakeoverPlan; groupId?: string | undefined };

const putOut = z.object({
  done: z.object({ plan: z.object({ plan: planSchema, groupId: z.optional(z.string()) }) }),
});

/** @throws TransientError when it is not seen closed in time. */
async function groupFor(input: PrepareInput, deps: Deps): Promise<string> {
  const { name, vpc } = applianceOf(input, deps);
  const vpcId = await readVpcId(deps.clients, vpc);
  const wanted = { stage: deps.deployment.stage, appliance: name, vpcId, owner: ownerOf(deps) };
  const groupId = await poll(deps.clock, GROUP_VISIBLE, () => closedGroup(deps.clients, wanted));
  if (!groupId) throw new TransientError(`the closed security group of ${name} is not seen closed yet`);
  return groupId;
}

/** Read again right before the launch: a takeover may have begun, an operator may have paused, and the owner may be another. */
async function whyNotNow(input: PrepareInput, deps: Deps): Promise<string | undefined> {
  const { appliance, generation } = input;
  if (generation === undefined) throw new RefusedError(`${input.executionArn} has made no plan`);
  const owner = ownerOf(deps);
  const [address, { seen }] = await Promise.all([
    readAddress(deps.clients, applianceOf(input, deps).floatingIp),
    seeSuccessor({ appliance, generation: generation - 1 }, deps),
  ]);
  const other = foreignOwner(address, owner);
  if (other !== undefined) return `${address.publicIp} belongs to ${other}, and this is ${owner}`;
  if (seen.status !== 'absent') return `takeover ${generation} of ${appliance} exists`;
  const paused = holdForPause(address, deps.clock.now().toISOString());
  return paused?.act === 'hold' ? paused.detail : undefined;
}

type Launching = { input: PrepareInput; groupId: string; beganAt: string };

/**
 * On a definite refusal the next placement. If one gives no answer, nothing is asked again: EC2 may have launched, and may refuse
 * the same token afterwards, so that the next placement would be a second launch.
 *
 * @throws RefusedError when a placement gave no answer: `EndAhead` looks for what was launched.
 */
async function launchIn(
  plan: TakeoverPlan,
  { input: { executionArn: by, startedAt }, groupId, beganAt }: Launching,
  deps: Deps,
): Promise<LaunchedAhead> {
  const { placements } = plan;
  const refusals: string[] = [];
  for (let index: number | undefined = 0; index !== undefined; ) {
    const placement = placements[index];
    if (!placement || (index > 0 && !isWithin(deps.clock, { beganAt, seconds: ANOTHER_WITHIN_SECONDS }))) break;
    const ageSeconds = secondsBetween({ from: startedAt, to: deps.clock.now().toISOString() });
    const request = {
      plan,
      placement,
      stage: deps.deployment.stage,
      groupId,
      by,
      executionStart: startedAt,
      ageSeconds,
    };
    const answer = await sendAhead(deps.clients, request).catch((cause) => {
      throw cause instanceof TransientError ? new RefusedError(cause.message, { cause }) : cause;
    });
    if (answer.outcome === 'launched') {
      const launchedAt = deps.clock.now().toISOString();
      return { outcome: 'launched', instanceId: answer.instance.id, placement, groupId, launchedAt };
    }
    refusals.push(`${placement.instanceType} in ${placement.zone} from ${placement.imageId}: ${answer.code}`);
    // A part of the blueprint is gone. A takeover launches without it, and says so.
    if (answer.missing) break;
    index = nextPlacement(placements, index, answer.scope);
  }
  return { outcome: 'refused', detail: `every placement that was asked refused it: ${refusals.join('; ')}` };
}
