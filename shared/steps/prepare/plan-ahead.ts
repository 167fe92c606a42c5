/**
 * The first step of `prepare`: reads what a decision reads, and freezes the plan from which a replacement may be launched
 * early. It decides no failover, and each refusal says why. It changes nothing.
 */
import { asAttached } from '../../aws/attachment.ts';
import { findClosedGroup } from '../../aws/proof-group.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readVpcId } from '../../aws/read-network.ts';
import type { Deps, Step } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { executionArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { type Assessment, assess as weigh } from '../../domain/decision/assess.ts';
import { decide } from '../../domain/decision/decide.ts';
import { previousNameOf, refusedTooSoon, refusedUnread } from '../../domain/decision/early-launch.ts';
import type { Evidence } from '../../domain/decision/evidence.ts';
import { hintedGeneration } from '../../domain/decision/generation.ts';
import { lookingUntil } from '../../domain/decision/look-beside.ts';
import type { Trigger } from '../../domain/decision/trigger.ts';
import { failedSince } from '../../domain/decision/witnesses.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { PlannedStandby } from '../../domain/takeover/takeover-plan.ts';
import { storedPlan } from '../../domain/traffic/stored-routes.ts';
import { freezePlan } from '../failover/freeze-plan.ts';
import { mayHaveLaunchedAt } from '../provenance/ahead-launch.ts';
import { evidenceOf } from '../world/evidence-of.ts';
import { holdingOf } from '../world/holding.ts';
import { ownerOf } from '../world/owner.ts';
import { type History, readHistory } from '../world/read-history.ts';
import { readStandby } from '../world/read-standby.ts';
import { readTestimony } from '../world/read-witnesses.ts';
import { blueprintFor, readHolder, readSurroundings } from '../world/read-world.ts';
import type { Planned } from './facts.ts';
import { type PrepareInput, parsePrepare, refuseForeignExecution } from './input.ts';

export const planAhead: Step<PrepareInput, Planned> = {
  parse: parsePrepare,
  async run(input, deps) {
    refuseForeignExecution(input, deps);
    const appliance = findAppliance(deps.configuration, input.appliance);
    if (!appliance) return refused({ because: 'unknown-appliance', detail: `"${input.appliance}" is not configured` });
    const { executionName: execution, since, at } = input;
    const unread = refusedUnread(appliance, { execution, since, at, now: nowOf(deps) });
    if (unread) return refused(unread);
    const [address, before] = await Promise.all([readAttached(appliance, deps), launchedBefore(input, deps)]);
    const soon = refusedTooSoon(before, nowOf(deps));
    return soon ? refused(soon) : planFor({ input, appliance, address }, deps);
  },
};

const nowOf = ({ clock }: Deps): string => clock.now().toISOString();

const refused = ({ because, detail }: { because: string; detail: string }): Planned => ({
  outcome: 'refused',
  because,
  detail,
});

const readAttached = async ({ floatingIp }: Appliance, { clients }: Deps): Promise<Address> =>
  asAttached(await readAddress(clients, floatingIp), clients);

/** When the execution of the slot before has launched something, or may have. */
async function launchedBefore({ appliance, since }: PrepareInput, deps: Deps): Promise<string | undefined> {
  const name = previousNameOf({ appliance, since });
  const executionArn = executionArnOf({ machineArn: prepareMachineArnOf(deps.deployment), name });
  return mayHaveLaunchedAt(executionArn, deps);
}

type Asked = { input: PrepareInput; appliance: Appliance; address: Address };

async function planFor({ input, appliance, address }: Asked, deps: Deps): Promise<Planned> {
  const owner = ownerOf(deps);
  const other = foreignOwner(address, owner);
  if (other !== undefined)
    return refused({ because: 'not-owner', detail: `${address.publicIp} belongs to ${other}, and this is ${owner}` });
  const { instanceId } = address;
  if (instanceId === undefined)
    return refused({ because: 'no-holder', detail: `${address.publicIp} is attached to no instance` });
  const [groupId, history, surroundings, testimony, holder, standby] = await Promise.all([
    closedGroupOf(appliance, deps),
    readHistory(appliance.name, hintedGeneration(address.tags[TAG.generation]), deps),
    readSurroundings(appliance, deps),
    readTestimony(appliance, deps),
    readHolder(instanceId, address, deps),
    readStandby(appliance, address, deps).catch(() => undefined),
  ]);
  const now = nowOf(deps);
  const trigger = triggerOf(input);
  // Of the direct probe nothing is known yet, and a launch does not wait for it: the prober has seen two failures.
  const probe = { verdict: 'failing' } as const;
  const evidence = evidenceOf({ trigger, appliance, address, holder, probe, testimony, history, now });
  const { rebootGraceSeconds, bootLimitSeconds } = appliance;
  const not = refusedByEvidence(evidence, weigh(evidence, { rebootGraceSeconds, bootLimitSeconds, now }));
  if (not) return refused(not);
  const holding = await holdingOf(appliance.name, { holder, history }, deps);
  const decision = decide({ trigger, appliance, address, holder: holding, assessment: FAILED, ...history, now });
  if (decision.act === 'hold') return refused(decision);
  if (decision.finish) return refused({ because: 'unfinished', detail: decision.detail });
  const kept = blueprintFor(appliance, surroundings, { raw: holder.raw, publicIp: address.publicIp });
  const plan = freezePlan({
    ...{ appliance, address, surroundings, kept, holder, decision, trigger, standby, owner, now },
    ...{ generation: generationOf(history), past: history.past },
    start: { executionId: input.executionArn, startedAt: input.startedAt, input: undefined },
    failedAt: failedSince(evidence, { trigger, rebootGraceSeconds, now }),
  });
  // One of tier `stopped` that runs has not come to rest yet: it answers sooner than any launch as well.
  if (plan.standby && standby?.instance.state !== 'stopped')
    return withStandby(plan.standby, { appliance, address, since: input.since });
  return { outcome: 'launch', plan: storedPlan(plan), ...(groupId !== undefined && { groupId }) };
}

/** A running standby answers sooner than any launch. */
function withStandby(
  { instanceId }: PlannedStandby,
  { appliance, address: { publicIp }, since }: { appliance: Appliance; address: Address; since: string },
): Planned {
  const until = lookingUntil(appliance, since);
  return {
    ...{ outcome: 'refused', because: 'standby-ready', detail: `${instanceId} is ready to be used first` },
    ...(until !== undefined && { looking: { publicIp, until } }),
  };
}

/** Only looked up: `LaunchAhead` makes it where there is none, and reports what is wrong with it. */
async function closedGroupOf({ name, vpc }: Appliance, deps: Deps): Promise<string | undefined> {
  const { clients, deployment } = deps;
  const vpcId = await readVpcId(clients, vpc);
  const wanted = { stage: deployment.stage, appliance: name, vpcId, owner: ownerOf(deps) };
  return findClosedGroup(clients, wanted).catch(() => undefined);
}

const generationOf = ({ next }: History): number => next.generation;

/** What a takeover would be decided on, if the failure were established: everything else that holds one is asked for. */
const FAILED: Assessment = { health: 'failed', witnesses: ['two failed probes in a row'] };

const triggerOf = ({ appliance, since, at }: PrepareInput): Trigger => ({
  ...{ by: 'prober', appliance, mode: 'failover', requestedBy: 'prober', since, at },
  reason: `two probes in a row failed since ${since}`,
});

/** A grace alone is no reason: the replacement boots during it. */
function refusedByEvidence(
  { probeProven }: Evidence,
  assessment: Assessment,
): { because: string; detail: string } | undefined {
  if (!probeProven) return { because: 'probe-unproven', detail: 'the probe has no vote yet' };
  if (assessment.health !== 'suspect') return undefined;
  const { because, detail, announced } = assessment;
  if (announced) return { because: 'reboot-announced', detail };
  return because === 'stopped-by-person' || because === 'address-detached' ? { because, detail } : undefined;
}
