/** What earlier attempts launched: one is adopted instead of paying for a second, and what nobody uses is found at the end. */
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';

/** Fewer calls at once than EC2's bucket for unpaginated describes minds. */
const CANDIDATES_MAX = 10;

/** @throws InvariantViolatedError when a newer takeover launched one: then this one is not the last word any more. */
export async function findLeftover(plan: TakeoverPlan, deps: Deps): Promise<Instance | undefined> {
  const { finish } = plan;
  const alive = await readAlive(
    [...(finish ? [finish.instanceId] : []), ...(await readTagged(plan, deps))],
    plan,
    deps,
  );
  const finished = alive.find(({ id }) => id === finish?.instanceId);
  if (finished) return finished;
  const launched = alive.filter((instance) => wasLaunched(plan, instance));
  refuseNewer(plan, launched);
  return launched.find((instance) => isAsPlanned(instance, plan));
}

/**
 * What this takeover or an earlier one launched, is alive, and will not be wanted any more. Without the traffic one is
 * left for the next takeover: `own`, or else one that it would adopt.
 */
export async function findUnused(
  plan: TakeoverPlan,
  { own, holds }: { own: string | undefined; holds: boolean },
  deps: Deps,
): Promise<Instance[]> {
  // They had some of the traffic, and are retired; that EC2 may not show yet.
  const passedOver = plan.finish?.passedOver ?? [];
  const asked = (await readTagged(plan, deps)).filter((id) => !passedOver.includes(id) && !(holds && id === own));
  const launched = (await readAlive(asked, plan, deps)).filter((instance) => wasLaunched(plan, instance));
  const wanted = launched.find(({ id }) => id === own) ?? launched.find((instance) => isAsPlanned(instance, plan));
  const spared = holds ? undefined : wanted;
  return launched.filter((instance) => instance !== spared && generationOf(instance) <= plan.generation);
}

/** What cannot be read is launched anew: a second instance costs money, a missing one costs the network. */
const readTagged = async ({ appliance }: TakeoverPlan, { clients }: Deps): Promise<string[]> =>
  (await readOurInstanceIds(clients, { appliance, role: 'replacement' })) ?? [];

async function readAlive(ids: string[], { old }: TakeoverPlan, { clients }: Deps): Promise<Instance[]> {
  const asked = [...new Set(ids)].filter((id) => id !== old?.instanceId).slice(0, CANDIDATES_MAX);
  const readings = await Promise.all(asked.map((id) => readInstance(clients, id)));
  return readings
    .flatMap((reading) => (reading.reading === 'described' ? [reading.instance] : []))
    .filter(({ state }) => state === 'running' || state === 'pending');
}

const generationOf = ({ tags }: Instance): number => Number(tags[TAG.generation]);

function wasLaunched({ appliance }: TakeoverPlan, instance: Instance): boolean {
  const { tags } = instance;
  if (tags[TAG.appliance] !== appliance || tags[TAG.role] !== 'replacement') return false;
  return generationOf(instance) > 0;
}

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
const isAsPlanned = ({ zone, imageId }: Instance, { placements }: TakeoverPlan): boolean =>
  placements.some((placement) => placement.zone === zone) && placements[0]?.imageId === imageId;
