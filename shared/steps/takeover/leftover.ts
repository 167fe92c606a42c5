/** A source of a replacement: what an earlier attempt or takeover of ours launched, and no traffic uses. */
import type { Deps } from '../../deps.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import { type Launched, refusedIn } from './facts.ts';
import { findLeftovers } from './find-leftover.ts';
import type { TakeoverInput } from './input.ts';
import type { Source } from './source.ts';

export const leftover: Source = async (input, deps) => {
  const { adopted, superfluous, planted } = await findLeftovers(input, deps);
  return { ...(adopted && { take: async (at) => adopt(adopted, input, at) }), superfluous, planted };
};

function adopt(
  { id: instanceId, imageId, zone, type: instanceType, networkInterfaceIds }: Instance,
  { plan, done }: TakeoverInput,
  deps: Deps,
): Launched {
  const placement = { imageId, zone, instanceType, subnetId: '' };
  return {
    outcome: 'launched',
    instanceId,
    networkInterfaceId: networkInterfaceIds[0],
    placementIndex: unansweredIndex(placement, { plan, done }),
    placement,
    adopted: true,
    launchedAt: deps.clock.now().toISOString(),
    refused: refusedIn(done),
  };
}

/** Where it is what the attempt before has launched, and its answer was lost, that placement is used up; no other is. */
function unansweredIndex(found: Placement, { plan, done }: Pick<TakeoverInput, 'plan' | 'done'>): number | undefined {
  if (done.launch?.outcome !== 'some-refused') return undefined;
  const { placementIndex } = done.launch;
  const asked = plan.placements[placementIndex];
  const same = (['imageId', 'zone', 'instanceType'] as const).every((key) => asked?.[key] === found[key]);
  return same ? placementIndex : undefined;
}
