/** Whether the caller was allowed to make a change: a function of a takeover, by its plan, or one that works for none. */

import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { type Instance, TAG } from '../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import { truth } from '../../account/consistency.ts';
import { instanceIn } from '../../account/observe.ts';
import { isClosed, isForged } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import { violationsOfBystander } from '../rules/bystander.ts';
import { UNSEEN_SECONDS, violationsOf } from '../rules/change.ts';
import { type Ended, rolledBackTooSoon, tookOwnership } from '../rules/conduct.ts';
import type { Deed } from '../rules/deed.ts';
import { fromOlderGeneration } from '../rules/lock.ts';
import { beyondABystander, beyondItsReach, type ChangingRequest } from '../rules/request.ts';
import { endedStandby } from '../rules/standby.ts';
import { movedAfterItsEnd } from '../rules/takeover-shape.ts';
import type { Doer } from './deeds.ts';
import { givenByToken } from './given-by-token.ts';
import { wasBlind } from './last-look.ts';
import { moveEnded } from './move-ended.ts';
import { judgeStop } from './planned.ts';
import type { Truth } from './truth.ts';
import { endedStory, report, type Watched } from './watched.ts';

export type Work = { plan: TakeoverPlan; execution: string };

/** `request` of a caller that works for no takeover at all; one of another appliance is judged where that is watched. */
export function judgeBystander(watched: Watched, deeds: Deed[], request: ChangingRequest | undefined): void {
  const { ec2 } = watched.world;
  const applianceOf = (id: string): string | undefined => truth(ec2.instances, id)?.tags[TAG.appliance];
  const { name: appliance } = watched.appliance;
  const { tier } = watched.appliance.standby;
  const stops = request?.action === 'StopInstances';
  for (const deed of deeds) {
    report(watched, [
      ...violationsOfBystander(deed),
      ...endedStandby(deed, { takeoverRuns: takeoverRuns(watched), tier, stops }),
      ...judgeStop(watched.world, deed, { appliance, plan: undefined }),
    ]);
  }
  if (request)
    report(
      watched,
      beyondABystander(request, applianceOf, (input) => closesStandby(watched, input)),
    );
}

/** Of a standby that a takeover took and left, and to which nothing leads. */
function closesStandby({ world, last: { instances, traffic } }: Watched, input: Record<string, unknown>): boolean {
  const { NetworkInterfaceId, Groups, ...others } = input;
  const found = instances.find(({ networkInterfaceIds }) => networkInterfaceIds.includes(String(NetworkInterfaceId)));
  const role = found?.tags[TAG.role] ?? '';
  if (!found || Object.keys(others).length > 0 || !['replacement', 'standby'].includes(role)) return false;
  const isClosed = (id: unknown) => truth(world.ec2.securityGroups, String(id))?.tags[TAG.role] === 'proof';
  return Array.isArray(Groups) && Groups.every(isClosed) && !carriesAny(traffic.parts, found);
}

/** One that has begun a moment ago could not be known of. */
const takeoverRuns = ({ world, appliance }: Watched): boolean =>
  world.stepFunctions.executions.some(
    (each) =>
      generationOf(each.name, appliance.name) !== undefined &&
      !isForged(each) &&
      !isClosed(each) &&
      each.startedAtMs < world.clock.nowMs() - UNSEEN_SECONDS * 1000,
  );

type Done = { before: Truth; now: Truth; doer: Doer; deeds: Deed[]; what: string };

export function judgeTakeover(
  watched: Watched,
  { plan, execution }: Work,
  { before, now, doer, deeds, what }: Done,
): void {
  const { world, watch } = watched;
  const [was, is] = [before, now].map(({ traffic }) => traffic.address.tags[TAG.owner]);
  const { by, at, touchedAt } = doer;
  report(watched, tookOwnership({ by, at, before: was, now: is, touchedAt }));
  if (world.underWay) {
    const given = world.underWay.action === 'TerminateInstances' ? givenByToken(world) : [];
    const instances = [...before.instances, ...given];
    const ofStandby = partsOf(world, plan);
    const reach = { plan, instances, ofStandby, ofEarly: interfacesOfEarly(world, before.instances) };
    report(watched, beyondItsReach({ ...world.underWay, by }, reach));
  }
  if (deeds.length === 0) report(watched, fromOlderGeneration(doer, `changed ${what}`));
  watch.deeds.set(execution, [...(watch.deeds.get(execution) ?? []), ...deeds]);
  const story = endedStory(watch, plan);
  const ended = by === 'undo-traffic' ? endOfMove(world, execution) : undefined;
  for (const deed of deeds) {
    report(watched, [...violationsOf(withOld(world, deed, plan), plan), ...rolledBackTooSoon(deed, plan, ended)]);
    report(watched, judgeStop(world, deed, { appliance: plan.appliance, plan }));
    if (story)
      report(
        watched,
        movedAfterItsEnd(deed, story, (ended) => wasBlind(world, ended)),
      );
  }
}

/** Of the standby that the plan names. */
function partsOf(world: World, { standby }: TakeoverPlan): string[] {
  const found = standby && truth(world.ec2.instances, standby.instanceId);
  return found ? [...found.networkInterfaceIds, ...found.volumeIds] : [];
}

const interfacesOfEarly = ({ ec2 }: World, instances: Instance[]): string[] =>
  instances
    .filter(({ id }) => truth(ec2.instances, id)?.madeBy === 'launch-ahead')
    .flatMap(({ networkInterfaceIds }) => networkInterfaceIds);

/** A machine to which a person gave the address carries no tag of ours, and is listed only while it holds the address. */
function withOld(world: World, deed: Deed, { old }: TakeoverPlan): Deed {
  if (!old || deed.instances.some(({ id }) => id === old.instanceId)) return deed;
  const found = instanceIn(world, old.instanceId);
  return found ? { ...deed, instances: [...deed.instances, found] } : deed;
}

function endOfMove({ stepFunctions }: World, name: string): Ended | undefined {
  const execution = stepFunctions.executions.find((each) => each.name === name);
  return execution && moveEnded(execution);
}
