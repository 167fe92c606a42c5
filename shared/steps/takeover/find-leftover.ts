/** A replacement that an earlier attempt launched and nobody uses: adopted instead of paying for a second one. */
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';

/** Fewer calls at once than EC2's bucket for unpaginated describes minds. */
const CANDIDATES_MAX = 10;

/** `superfluous`: launched by an earlier attempt of this very takeover, whose answer was lost, and not what is wanted. */
export type Leftovers = { adopted: Instance | undefined; superfluous: string[] };

export async function findLeftovers(plan: TakeoverPlan, deps: Deps): Promise<Leftovers> {
  const { finish, old } = plan;
  // What cannot be read is launched anew: a second instance costs money, a missing one costs the network.
  const tagged = (await readOurInstanceIds(deps.clients, { appliance: plan.appliance, role: 'replacement' })) ?? [];
  const ids = [...new Set([...(finish ? [finish.instanceId] : []), ...tagged])].filter((id) => id !== old?.instanceId);
  const readings = await Promise.all(ids.slice(0, CANDIDATES_MAX).map((id) => readInstance(deps.clients, id)));
  const candidates = readings.flatMap((reading) => (reading.reading === 'described' ? [reading.instance] : []));
  const adopted =
    candidates.find((instance) => instance.id === finish?.instanceId && isAlive(instance)) ??
    candidates.find((instance) => isLeftover(instance, plan));
  const own = candidates.filter((instance) => isOwn(instance, plan) && isAlive(instance));
  return {
    adopted,
    superfluous: own.map(({ id }) => id).filter((id) => id !== adopted?.id && id !== finish?.instanceId),
  };
}

/** Launched under this very generation: nobody else may be at work with it. */
const isOwn = ({ tags }: Instance, { appliance, generation }: TakeoverPlan): boolean =>
  tags[TAG.appliance] === appliance && tags[TAG.role] === 'replacement' && tags[TAG.generation] === String(generation);

const isAlive = ({ state }: Instance): boolean => state === 'running' || state === 'pending';

/**
 * Only what this plan would launch itself: tagged as a replacement of this or an earlier generation, in one of its zones
 * and from its newest image. An older one would lose what was configured since, without a word.
 */
function isLeftover(instance: Instance, plan: TakeoverPlan): boolean {
  const { tags, zone, imageId } = instance;
  const generation = Number(tags[TAG.generation]);
  if (tags[TAG.appliance] !== plan.appliance || tags[TAG.role] !== 'replacement' || !isAlive(instance)) return false;
  if (generation > plan.generation) {
    throw new InvariantViolatedError(
      `${instance.id} is a replacement of generation ${generation}, newer than ${plan.generation}`,
    );
  }
  return plan.placements.some((placement) => placement.zone === zone) && plan.placements[0]?.imageId === imageId;
}
