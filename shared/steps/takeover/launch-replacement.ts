/** Launches the replacement in the first placement that does not refuse it, or adopts one that already runs. */
import { letForward } from '../../aws/apply-change.ts';
import { launch } from '../../aws/launch.ts';
import type { Deps, Step } from '../../deps.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { nextPlacement } from '../../domain/placement.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { FORWARD_YOUNG, INSTANCES, launching, ROUTES, TAGS, TERMINATE } from '../readiness/attempts.ts';
import { tries } from '../readiness/dry-runs.ts';
import { type Awaited, type Launched, launchedIn, type StopsFirst } from './facts.ts';
import { findLeftovers, type Leftovers } from './find-leftover.ts';
import { passGateClaimed } from './gate.ts';
import { giveUp, giveUpSuperfluous } from './give-up.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

export const launchReplacement: Step<TakeoverInput, Launched | StopsFirst> = {
  parse: parseTakeover,
  check: (event, deps) => tries(event, deps, () => [INSTANCES, TAGS, ROUTES, launching, FORWARD_YOUNG, TERMINATE]),
  async run(input, deps) {
    const { plan, done } = input;
    if (plan.fencing === 'stop-first' && !done.stop && !done.stopFailure) return { outcome: 'stop-first' };
    const dead = done.replacement?.outcome === 'dead' ? done.replacement : undefined;
    const [, { adopted, superfluous }] = await Promise.all([
      passGateClaimed(input, deps),
      dead ? NOTHING_LEFT : findLeftovers(plan, deps),
    ]);
    if (dead?.terminate) await giveUp(dead.instanceId, deps);
    const launched = adopted ? adopt(adopted, deps) : await launchFrom(firstIndex(input, dead), input, deps);
    // Afterwards, while EC2 starts it; two that nobody uses would be one too many.
    await giveUpSuperfluous(
      superfluous.filter(({ id }) => id !== launched.instanceId),
      plan,
      deps,
    );
    return launched;
  },
};

const NOTHING_LEFT: Leftovers = { adopted: undefined, superfluous: [] };

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

/** After a death, the placement behind the one that died; an adopted instance used up none. */
function firstIndex({ plan, done }: TakeoverInput, dead: Extract<Awaited, { outcome: 'dead' }> | undefined): number {
  if (!dead) return 0;
  const index = launchedIn(done)?.placementIndex;
  if (index === undefined) return 0;
  const next = nextPlacement(plan.placements, index, dead.scope);
  if (next === undefined)
    throw new RefusedError(
      `no placement is left: ${summary(launchedIn(done)?.refused ?? [])}; ${dead.instanceId} died: ${dead.why}`,
    );
  return next;
}

async function launchFrom(firstPlacement: number, input: TakeoverInput, deps: Deps): Promise<Launched> {
  const { plan, startTime, done } = input;
  const refused: Launched['refused'] = [...(launchedIn(done)?.refused ?? [])];
  const request = { plan, stage: deps.deployment.stage, executionStart: startTime };
  for (let index: number | undefined = firstPlacement; index !== undefined; ) {
    const placement = plan.placements[index];
    if (!placement) break;
    const answer = await launch(deps.clients, { ...request, placement });
    if (answer.outcome === 'launched') {
      const { id: instanceId, networkInterfaceIds } = answer.instance;
      const [networkInterfaceId] = networkInterfaceIds;
      const launchedAt = deps.clock.now().toISOString();
      if (networkInterfaceId) await letForwardEarly(networkInterfaceId, deps);
      return {
        outcome: 'launched',
        instanceId,
        networkInterfaceId,
        placementIndex: index,
        placement,
        adopted: false,
        launchedAt,
        refused,
      };
    }
    const { code, message, scope } = answer;
    refused.push({ placement, code, message });
    deps.log({ level: 'warn', message: `launch refused: ${code}`, placement });
    index = nextPlacement(plan.placements, index, scope);
  }
  throw new RefusedError(`every placement was refused: ${summary(refused)}`);
}

/**
 * While it is still pending, so that it forwards before any traffic is led to it. A young interface may not be found
 * yet, and that is no reason to stop: `MoveTraffic` does what is left and proves it.
 */
async function letForwardEarly(networkInterfaceId: string, { clients, log }: Deps): Promise<void> {
  try {
    await letForward(clients, networkInterfaceId);
  } catch (cause) {
    log({ level: 'warn', message: `left to MoveTraffic: ${messageOf(cause)}` });
  }
}

const summary = (refused: Launched['refused']): string =>
  refused
    .map(
      ({ placement: { instanceType, zone, imageId }, code }) => `${instanceType} in ${zone} from ${imageId}: ${code}`,
    )
    .join('; ');
