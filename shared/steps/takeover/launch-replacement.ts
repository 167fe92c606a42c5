/** Launches the replacement in the first placement that does not refuse it, or adopts one that already runs. */
import type { Deps, Step } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { nextPlacement } from '../../domain/placement.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { FORWARD_YOUNG, INSTANCES, launching, TAGS, TERMINATE } from '../readiness/attempts.ts';
import { tries } from '../readiness/dry-runs.ts';
import { askPlacements, summaryOf } from './ask-placements.ts';
import { type Awaited, type Launched, launchedIn, refusedIn, type SomeRefused, type StopsFirst } from './facts.ts';
import { findLeftover } from './find-leftover.ts';
import { passGateClaimed } from './gate.ts';
import { giveUp } from './give-up.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

export const launchReplacement: Step<TakeoverInput, Launched | SomeRefused | StopsFirst> = {
  parse: parseTakeover,
  check: (event, deps) => tries(event, deps, () => [INSTANCES, TAGS, launching, FORWARD_YOUNG, TERMINATE]),
  async run(input, deps) {
    const { plan, done } = input;
    if (plan.fencing === 'stop-first' && !done.stop && !done.stopFailure) return { outcome: 'stop-first' };
    const beganAt = deps.clock.now().toISOString();
    const dead = done.replacement?.outcome === 'dead' ? done.replacement : undefined;
    const [, leftover] = await Promise.all([passGateClaimed(input, deps), dead ? undefined : findLeftover(plan, deps)]);
    if (dead?.terminate) await giveUp(dead.instanceId, deps);
    if (leftover) return adopt(leftover, deps);
    return askPlacements(input, { first: firstIndex(input, dead), beganAt }, deps);
  },
};

function adopt(
  { id: instanceId, imageId, zone, type: instanceType, networkInterfaceIds }: Instance,
  deps: Deps,
): Launched {
  return {
    outcome: 'launched',
    instanceId,
    networkInterfaceId: networkInterfaceIds[0],
    placement: { imageId, zone, instanceType, subnetId: '' },
    adopted: true,
    launchedAt: deps.clock.now().toISOString(),
    refused: [],
  };
}

/** Where the attempt before has ended; after a death, the placement behind the one that died. An adopted instance used up none. */
function firstIndex({ plan, done }: TakeoverInput, dead: Extract<Awaited, { outcome: 'dead' }> | undefined): number {
  if (done.launch?.outcome === 'some-refused') return done.launch.placementIndex;
  if (!dead) return 0;
  const index = launchedIn(done)?.placementIndex;
  if (index === undefined) return 0;
  const next = nextPlacement(plan.placements, index, dead.scope);
  if (next === undefined)
    throw new RefusedError(`no placement is left: ${summaryOf(refusedIn(done))}; ${dead.instanceId} died: ${dead.why}`);
  return next;
}
