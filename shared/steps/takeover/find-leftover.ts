/** What earlier attempts launched and nobody uses: one is adopted instead of paying for a second, others are superfluous. */
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';

/** Fewer calls at once than EC2's bucket for unpaginated describes minds. */
const CANDIDATES_MAX = 10;

/** `superfluous`: launched by this takeover or an earlier one, alive, not what is wanted, and never part of a half-done move. */
export type Leftovers = { adopted: Instance | undefined; superfluous: Instance[] };

export async function findLeftovers(plan: TakeoverPlan, deps: Deps): Promise<Leftovers> {
  const { finish, old } = plan;
  // What cannot be read is launched anew: a second instance costs money, a missing one costs the network.
  const tagged = (await readOurInstanceIds(deps.clients, { appliance: plan.appliance, role: 'replacement' })) ?? [];
  const ids = [...new Set([...(finish ? [finish.instanceId] : []), ...tagged])].filter((id) => id !== old?.instanceId);
  const alive = await readAlive(ids, deps);
  const finished = alive.find(({ id }) => id === finish?.instanceId);
  const launched = alive.filter((instance) => wasLaunched(plan, instance));
  if (!finished) refuseNewer(plan, launched);
  const adopted = finished ?? launched.find((instance) => isAsPlanned(instance, plan));
  // Who may have had some of the traffic is retired by whoever succeeds, which is a stop: it may hold what is nowhere else.
  const kept = [adopted?.id, ...(finish?.passedOver ?? [])];
  const superfluous = launched.filter((each) => !kept.includes(each.id) && generationOf(each) <= plan.generation);
  return { adopted, superfluous };
}

/** Those of them that run or are about to. */
export async function readAlive(ids: string[], { clients }: Deps): Promise<Instance[]> {
  const readings = await Promise.all(ids.slice(0, CANDIDATES_MAX).map((id) => readInstance(clients, id)));
  return readings
    .flatMap((reading) => (reading.reading === 'described' ? [reading.instance] : []))
    .filter(({ state }) => state === 'running' || state === 'pending');
}

export const generationOf = ({ tags }: Instance): number => Number(tags[TAG.generation]);

export function wasLaunched({ appliance }: TakeoverPlan, instance: Instance): boolean {
  const { tags } = instance;
  if (tags[TAG.appliance] !== appliance || tags[TAG.role] !== 'replacement') return false;
  return generationOf(instance) > 0;
}

/** @throws InvariantViolatedError when a newer takeover launched one: then this one is not the last word any more. */
function refuseNewer({ generation }: TakeoverPlan, launched: Instance[]): void {
  const newer = launched.find((instance) => generationOf(instance) > generation);
  if (!newer) return;
  const of = generationOf(newer);
  throw new InvariantViolatedError(`${newer.id} is a replacement of generation ${of}, newer than ${generation}`);
}

/**
 * Only what this plan would launch itself: in one of its zones and from its newest image. An older one would lose what
 * was configured since, without a word.
 */
export const isAsPlanned = ({ zone, imageId }: Instance, { placements }: TakeoverPlan): boolean =>
  placements.some((placement) => placement.zone === zone) && placements[0]?.imageId === imageId;
