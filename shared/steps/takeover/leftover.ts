/** A source of a replacement: what an earlier attempt or takeover of ours launched, and no traffic uses. */
import type { Deps } from '../../deps.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import type { Launched } from './facts.ts';
import { findLeftovers } from './find-leftover.ts';
import type { TakeoverInput } from './input.ts';
import { adoptedAs, type Source } from './source.ts';

export const leftover: Source = async (input, deps) => {
  const { adopted, superfluous, planted } = await findLeftovers(input, deps);
  return { ...(adopted && { take: async (at) => adopt(adopted, input, at) }), superfluous, planted };
};

function adopt(found: Instance, input: TakeoverInput, deps: Deps): Launched {
  const adopted = adoptedAs(found, input, deps);
  return { ...adopted, placementIndex: unansweredIndex(adopted.placement, input) };
}

/** Where it is what the attempt before has launched, and its answer was lost, that placement is used up; no other is. */
function unansweredIndex(found: Placement, { plan, done }: Pick<TakeoverInput, 'plan' | 'done'>): number | undefined {
  if (done.launch?.outcome !== 'some-refused') return undefined;
  const { placementIndex } = done.launch;
  const asked = plan.placements[placementIndex];
  const same = (['imageId', 'zone', 'instanceType'] as const).every((key) => asked?.[key] === found[key]);
  return same ? placementIndex : undefined;
}
