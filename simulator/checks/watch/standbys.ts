/** S19 and L5: what is a standby, where it is, and how long none is ready. Where schedules run; elsewhere no sweep starts. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { generationOf } from '../../../shared/domain/decision/generation.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { carriesAny } from '../../../shared/domain/traffic/placed.ts';
import { truth } from '../../account/consistency.ts';
import { isSpent } from '../../account/faults/active.ts';
import { field, parsed } from '../../account/field.ts';
import { type Execution, isClosed, isForged, latest } from '../../account/sfn/execution.ts';
import type { World } from '../../account/world.ts';
import {
  LEFT_SECONDS_MAX,
  leftOpen,
  noStandby,
  READY_SECONDS_MAX,
  readyStates,
  SAME_ZONE_SECONDS_MAX,
  sameZone,
  standbyCarries,
} from '../rules/standby.ts';
import { truthOf } from './truth.ts';

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

/** Faults that leave the appliance as it is, and those that are over. */
const isCalm = ({ faults, cloudwatch, clock }: World): boolean =>
  cloudwatch.evaluation.restUntilMs <= clock.nowMs() &&
  faults.active.every((each) => isSpent(each) || HARMLESS.has(each.fault.kind));

/** What is dead stays so, and hinders no rotation. */
const HARMLESS = new Set([
  'instance-dead',
  'service-dead',
  'stopped-by-ec2',
  'stopped-by-person',
  'shut-down-in-guest',
]);

type Report = (found: string[]) => void;

const isReady =
  ({ standby: { tier } }: Appliance) =>
  ({ state, tags }: { state: string; tags: Record<string, string> }): boolean =>
    tags[TAG.role] === 'standby' && readyStates(tier).includes(state);

/** The clock of L5 begins with the end of a takeover, and runs only while nothing hinders a rotation. */
function watchReady(world: World, appliance: Appliance, report: Report): void {
  let sinceMs: number | undefined;
  const look = (): void => {
    const { instances } = truthOf(world, appliance);
    if (sinceMs === undefined || instances.some(isReady(appliance)) || !isCalm(world)) {
      sinceMs = undefined;
      return;
    }
    if (world.clock.nowMs() - sinceMs > READY_SECONDS_MAX * 1000) report(noStandby(instant(sinceMs)));
  };
  world.stepFunctions.onStatus((execution) => {
    if (generationOf(execution.name, appliance.name) === undefined || isForged(execution)) return;
    if (!isClosed(execution) || execution.status !== 'SUCCEEDED') return;
    sinceMs = world.clock.nowMs();
    world.clock.at(sinceMs + READY_SECONDS_MAX * 1000 + 1000, look);
  });
  world.onChange(() => {
    if (sinceMs !== undefined && truthOf(world, appliance).instances.some(isReady(appliance))) sinceMs = undefined;
  });
}

type Left = { appliance: Appliance; execution: Execution; report: Report };

/** Whether the standby that a takeover took and has not used is closed again, once the sweep has had its time. */
function lookAtLeft(world: World, { appliance, execution, report }: Left): void {
  const standby = field(parsed(execution.input), 'standby');
  const { traffic, instances } = truthOf(world, appliance);
  const found = instances.find(({ id }) => id === field(standby, 'instanceId'));
  const isLast = world.stepFunctions.executions.findLast(isTakeoverOf(appliance)) === execution;
  if (!found || !isLast || !isCalm(world) || carriesAny(traffic.parts, found)) return;
  if (!READY_ROLES.has(found.tags[TAG.role] ?? '')) return;
  const groups = truth(world.ec2.networkInterfaces, found.networkInterfaceIds[0] ?? '')
    ?.groupIds.toSorted()
    .join();
  const closedBefore = [field(standby, 'groups')].flat().map(String).toSorted().join();
  const { stoppedAtMs = 0 } = latest(execution);
  report(leftOpen(found, { isClosed: groups === closedBefore, endedAt: instant(stoppedAtMs) }));
}

const READY_ROLES = new Set(['replacement', 'standby']);

const isTakeoverOf =
  ({ name }: Appliance) =>
  (execution: Execution): boolean =>
    generationOf(execution.name, name) !== undefined && !isForged(execution);

/** A takeover that closes does it itself. One that died leaves it to the sweep, which waits until the appliance serves. */
function watchLeft(world: World, appliance: Appliance, report: Report): void {
  world.stepFunctions.onStatus((execution) => {
    if (!isTakeoverOf(appliance)(execution) || !isClosed(execution)) return;
    const look = () => lookAtLeft(world, { appliance, execution, report });
    world.clock.at(world.clock.nowMs() + LEFT_SECONDS_MAX * 1000, look);
  });
}

function watchZone(world: World, appliance: Appliance, report: Report): void {
  const sinceMs = new Map<string, number>();
  world.onChange(() => {
    const { traffic, instances } = truthOf(world, appliance);
    const activeZone = instances.find(({ id }) => id === traffic.address.instanceId)?.zone;
    const misplaced = instances.filter((each) => isReady(appliance)(each) && each.zone === activeZone);
    for (const id of sinceMs.keys()) if (!misplaced.some((each) => each.id === id)) sinceMs.delete(id);
    const nowMs = world.clock.nowMs();
    for (const each of misplaced) {
      const since = sinceMs.get(each.id) ?? nowMs;
      sinceMs.set(each.id, since);
      if (nowMs - since <= SAME_ZONE_SECONDS_MAX * 1000 || !isCalm(world)) continue;
      const notified = world.publications.some(({ attributes }) => attributes.kind === 'standby-dead');
      report(sameZone(each, { activeZone, notified }));
    }
  });
}

export function watchStandbys(
  world: World,
  appliance: Appliance,
  { automatic }: { automatic: boolean },
  report: Report,
): void {
  if (appliance.standby.tier === 'cold') return;
  world.stepFunctions.onStatus((execution) => {
    const isTakeover = generationOf(execution.name, appliance.name) !== undefined && !isForged(execution);
    if (!isTakeover || execution.status !== 'SUCCEEDED') return;
    const { traffic, instances } = truthOf(world, appliance);
    report(standbyCarries({ parts: traffic.parts, instances }));
  });
  if (!automatic || appliance.mode !== 'auto') return;
  watchLeft(world, appliance, report);
  watchReady(world, appliance, report);
  watchZone(world, appliance, report);
}
