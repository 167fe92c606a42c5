/** The result of one change of the world: which caller made it, and whether the caller was allowed to. */
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { listedPlan } from '../../../shared/domain/traffic/stored-routes.ts';
import { callers } from '../../account/caller.ts';
import { truth } from '../../account/consistency.ts';
import { payloads } from '../../account/lambda-runtime.ts';
import { type Execution, isClosed, isForged } from '../../account/sfn/execution.ts';
import type { WorldChange } from '../../account/world.ts';
import { atMostOneTakeover } from '../rules/lock.ts';
import { launchedAnonymously } from '../rules/request.ts';
import { type Doer, deedsBetween } from './deeds.ts';
import { judgeBystander, judgeTakeover, type Work } from './judge.ts';
import { isOurs, touched } from './touched.ts';
import { truthOf } from './truth.ts';
import { instanceIds, report, type Watched } from './watched.ts';

/** `Input` of the execution that the current Lambda works for, when that is a takeover. */
function planAtWork(): Work | undefined {
  const caller = callers.getStore();
  const payload = caller && payloads.get(caller);
  if (typeof payload !== 'object' || payload === null || !('execution' in payload)) return undefined;
  // It has passed through JSON and through the machine: the step itself checks its shape.
  const { Name, Input } = payload.execution as { Name: string; Input: TakeoverPlan };
  return typeof Input === 'object' && 'placements' in Input ? { plan: listedPlan(Input), execution: Name } : undefined;
}

function takeoversOf({ world, appliance }: Watched): { execution: Execution; generation: number }[] {
  return world.stepFunctions.executions.flatMap((execution) => {
    const generation = isForged(execution) ? undefined : generationOf(execution.name, appliance.name);
    return generation === undefined ? [] : [{ execution, generation }];
  });
}

export function afterChange(watched: Watched, { by, what }: WorldChange): void {
  const { world, appliance } = watched;
  const before = watched.last;
  const now = truthOf(world, appliance);
  const { known } = watched;
  watched.last = now;
  if (known.size !== world.ec2.instances.size) watched.known = instanceIds(world);
  const at = new Date(world.clock.nowMs()).toISOString();
  watched.touched = touched(watched.touched, { by, at, before, now });
  const takeovers = takeoversOf(watched);
  const running = takeovers.filter(({ execution }) => !isClosed(execution));
  const asRunning = running.map(({ execution, generation }) => ({
    ...{ appliance: appliance.name, generation, redriven: execution.redriveCount > 0 },
  }));
  report(watched, atMostOneTakeover(asRunning));
  if (!isOurs(by)) return;
  if (world.underWay) report(watched, launchedAnonymously({ ...world.underWay, by }));
  const newestGeneration = Math.max(0, ...takeovers.map(({ generation }) => generation));
  const work = planAtWork();
  const doer = doerOf(watched, { by, at, newestGeneration, generation: work?.plan.generation ?? newestGeneration });
  const clientToken = (id: string): string => truth(world.ec2.instances, id)?.clientToken ?? '';
  const deeds = deedsBetween({ before, after: now, clientToken, isNew: (id) => !known.has(id) }, doer);
  if (work?.plan.appliance === appliance.name) judgeTakeover(watched, work, { before, now, doer, deeds, what });
  else judgeBystander(watched, deeds, work ? undefined : world.underWay && { ...world.underWay, by });
}

function doerOf(
  { world, touched: { touchedAt, holderDownAt } }: Watched,
  who: Pick<Doer, 'by' | 'at' | 'generation' | 'newestGeneration'>,
): Doer {
  const { underWay } = world;
  const sentAt = underWay && new Date(underWay.atMs).toISOString();
  const caller = callers.getStore();
  // A zombie's deed, or one of a request that was carried out when its client had given it up, or was gone.
  const unheard = caller?.unheard || caller?.dead || underWay?.error !== undefined;
  return { ...who, sentAt, unheard, touchedAt, holderDownAt };
}
