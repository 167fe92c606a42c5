/**
 * What earlier attempts launched and no traffic uses: one is adopted instead of paying for a second, others are
 * superfluous. Tags only say where to look; EC2's facts and the executions say what is ours.
 */

import { pastTakeoverOf } from '../../aws/executions.ts';
import { differencesFrom } from '../../aws/launch-facts.ts';
import { describeInstance, type Ec2Instance, instanceOf, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError, messageOf } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { launchTokenOf, wasLaunchedBy } from '../../domain/takeover/client-token.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { generationClaimed, launchingTakeover } from '../provenance/launcher.ts';
import type { TakeoverInput } from './input.ts';
import { type Alive, isAsPlanned } from './is-as-planned.ts';
import { type LaunchedBy, placementOf, type Repeated, repeatLaunch } from './repeat-launch.ts';

/** Fewer calls at once than EC2's bucket for unpaginated describes minds. */
const CANDIDATES_MAX = 10;

/**
 * `superfluous`: launched by this takeover or an earlier one, alive, not what is wanted, and never part of a half-done move.
 * `planted`: ids of those that have the token of such a launch, and that its request has not launched.
 */
export type Leftovers = { adopted: Instance | undefined; superfluous: Instance[]; planted: string[] };

/** `generation` is that of the takeover of ours whose token it has; `by` is absent where its plan is not known. */
type Launched = { raw: Ec2Instance; instance: Instance; generation: number; by: LaunchedBy | undefined };

type Asking = Pick<TakeoverInput, 'plan' | 'startTime' | 'executionArn'>;

export async function findLeftovers(asking: Asking, deps: Deps): Promise<Leftovers> {
  const { plan } = asking;
  const { finish, old } = plan;
  // What cannot be read is launched anew: a second instance costs money, a missing one costs the network.
  const tagged = (await readOurInstanceIds(deps.clients, { appliance: plan.appliance, role: 'replacement' })) ?? [];
  const ids = [...new Set([...(finish ? [finish.instanceId] : []), ...tagged])].filter((id) => id !== old?.instanceId);
  const alive = await readAliveRaw(ids, deps);
  const finished = alive.find(({ instance }) => instance.id === finish?.instanceId)?.instance;
  const launched = (await Promise.all(alive.map((each) => provenLaunch(each, asking, deps)))).flat();
  if (!finished) refuseNewer(plan, launched);
  const fitting = finished ? undefined : await firstFitting(launched, plan, deps);
  const adopted = finished ?? fitting?.adopted;
  // An instance that may have had some of the traffic is retired by the takeover that succeeds, which is a stop: it
  // may hold data that exists nowhere else.
  const kept = [adopted?.id, ...(finish?.passedOver ?? [])];
  const superfluous = launched.filter(
    ({ instance, generation }) => !kept.includes(instance.id) && generation <= plan.generation,
  );
  const foreign = launched.filter(({ instance, by }) => by && !placementOf(instance, by.plan));
  const planted = new Set([...foreign.map(({ instance }) => instance.id), ...(fitting?.planted ?? [])]);
  return {
    adopted,
    superfluous: [...superfluous.map(({ instance }) => instance), ...(fitting?.unwanted ?? [])],
    planted: [...planted],
  };
}

/** Those of them that run or are about to. */
export async function readAliveRaw(ids: string[], { clients }: Deps): Promise<Alive[]> {
  const readings = await Promise.all(ids.slice(0, CANDIDATES_MAX).map((id) => describeInstance(clients, id)));
  return readings
    .flatMap((reading) =>
      reading.reading === 'described' ? [{ raw: reading.raw, instance: instanceOf(reading.raw) }] : [],
    )
    .filter(({ instance: { state } }) => state === 'running' || state === 'pending');
}

export const readAlive = async (ids: string[], deps: Deps): Promise<Instance[]> =>
  (await readAliveRaw(ids, deps)).map(({ instance }) => instance);

/** Empty for what no takeover of ours launched, regardless of its tags; that is left alone, and the sweep notifies. */
async function provenLaunch({ raw, instance }: Alive, asking: Asking, deps: Deps): Promise<Launched[]> {
  const { appliance } = asking.plan;
  if (!isReplacement(asking.plan, instance)) return [];
  if (launchedHere(asking, instance, deps)) {
    return [{ raw, instance, generation: asking.plan.generation, by: asking }];
  }
  const launcher = await launchingTakeover(instance, appliance, deps).catch((cause) => {
    deps.log({ level: 'warn', message: `${instance.id} is left alone: ${messageOf(cause)}` });
    return undefined;
  });
  if (launcher === undefined) {
    deps.log({ level: 'warn', noProvenance: instance.id, claims: generationClaimed(instance, appliance) });
    return [];
  }
  const { generation, takeover } = launcher;
  const { plan } = pastTakeoverOf(takeover, generation);
  const by = plan && { plan, executionArn: takeover.arn, startTime: takeover.startedAt };
  return [{ raw, instance, generation, by }];
}

/** By the token that only this execution uses, since it began: no read is needed. */
export function launchedHere(
  { plan, startTime }: Asking,
  instance: Instance,
  { deployment }: Pick<Deps, 'deployment'>,
): boolean {
  const { appliance, generation } = plan;
  const launch = { stage: deployment.stage, appliance, generation, executionStart: startTime };
  return wasLaunchedBy(instance, (place) => launchTokenOf(launch, place), { startedAt: startTime });
}

/** By its own words, which anyone may have written. */
const isReplacement = ({ appliance }: TakeoverPlan, { tags }: Instance): boolean =>
  tags[TAG.appliance] === appliance && tags[TAG.role] === 'replacement';

/** @throws InvariantViolatedError when a newer takeover launched one: then this one is not the newest any more. */
function refuseNewer({ generation }: TakeoverPlan, launched: Launched[]): void {
  const newer = launched.find((each) => each.generation > generation);
  if (!newer) return;
  const { id } = newer.instance;
  throw new InvariantViolatedError(
    `${id} is a replacement of generation ${newer.generation}, newer than ${generation}`,
  );
}

const UNKNOWN: Repeated = { launch: 'unknown', why: 'the plan of its takeover is not known' };

/** `unwanted`: launched by the comparison itself, where EC2 had forgotten the token. */
type Fitting = { adopted: Instance | undefined; planted: string[]; unwanted: Instance[] };

/**
 * It has to be what this plan would launch, and exactly what the takeover with its token has launched. What cannot be
 * compared is not adopted: a new one is launched.
 */
async function firstFitting(launched: Launched[], plan: TakeoverPlan, deps: Deps): Promise<Fitting> {
  const fitting: Fitting = { adopted: undefined, planted: [], unwanted: [] };
  for (const { raw, instance, by } of launched.filter((each) => isAsPlanned(each.instance, plan))) {
    const [differs, repeated] = await Promise.all([
      differencesFrom(deps.clients, raw, plan).catch((cause) => [messageOf(cause)]),
      by ? repeatLaunch(instance, by, deps) : UNKNOWN,
    ]);
    if (repeated.launch === 'same' && differs.length === 0) return { ...fitting, adopted: instance };
    if (repeated.launch === 'planted') fitting.planted.push(instance.id);
    if (repeated.launch === 'unknown' && repeated.instance) fitting.unwanted.push(repeated.instance);
    deps.log({ level: 'warn', notAdopted: instance.id, differs, repeated });
  }
  return fitting;
}
