/** Launches the replacement in the first placement that does not refuse it, or adopts one that already runs. */
import { launch, terminate } from '../../aws/launch.ts';
import type { Deps, Step } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { nextPlacement } from '../../domain/placement.ts';
import type { Awaited, Done, Launched } from './facts.ts';
import { findLeftover } from './find-leftover.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

export const launchReplacement: Step<TakeoverInput, Launched> = {
  parse: parseTakeover,
  async run(input, deps) {
    const { plan, done } = input;
    const dead = done.replacement?.outcome === 'dead' ? done.replacement : undefined;
    const [, leftover] = await Promise.all([passGate(input, deps), dead ? undefined : findLeftover(plan, deps)]);
    if (dead?.terminate) await terminate(deps.clients, dead.instanceId);
    if (leftover) {
      const { id: instanceId, imageId, zone, type: instanceType, networkInterfaceIds } = leftover;
      const placement = { imageId, zone, instanceType, subnetId: '' };
      const launchedAt = deps.clock.now().toISOString();
      return {
        instanceId,
        networkInterfaceId: networkInterfaceIds[0],
        placement,
        adopted: true,
        launchedAt,
        refused: [],
      };
    }
    return launchFrom(firstIndex(input, dead), input, deps);
  },
};

/** After a death, the placement behind the one that died; an adopted instance used up none. */
function firstIndex({ plan, done }: TakeoverInput, dead: Extract<Awaited, { outcome: 'dead' }> | undefined): number {
  if (!dead) return 0;
  const index = done.launch?.placementIndex;
  if (index === undefined) return 0;
  const next = nextPlacement(plan.placements, index, dead.scope);
  if (next === undefined)
    throw new RefusedError(`no placement is left: ${summary(done)}; ${dead.instanceId} died: ${dead.why}`);
  return next;
}

async function launchFrom(firstPlacement: number, input: TakeoverInput, deps: Deps): Promise<Launched> {
  const { plan, startTime, done } = input;
  const refused: Launched['refused'] = [...(done.launch?.refused ?? [])];
  const request = { plan, stage: deps.deployment.stage, executionStart: startTime };
  for (let index: number | undefined = firstPlacement; index !== undefined; ) {
    const placement = plan.placements[index];
    if (!placement) break;
    const answer = await launch(deps.clients, { ...request, placement });
    if (answer.outcome === 'launched') {
      const { id: instanceId, networkInterfaceIds } = answer.instance;
      const launchedAt = deps.clock.now().toISOString();
      return {
        instanceId,
        networkInterfaceId: networkInterfaceIds[0],
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
  throw new RefusedError(`every placement was refused: ${summary({ launch: { refused } })}`);
}

function summary({ launch: launched }: { launch?: Pick<Launched, 'refused'> } | Done): string {
  const refused = launched?.refused ?? [];
  return refused
    .map(
      ({ placement: { instanceType, zone, imageId }, code }) => `${instanceType} in ${zone} from ${imageId}: ${code}`,
    )
    .join('; ');
}
