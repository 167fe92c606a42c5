/** The duties of one sweep over one appliance: each for itself, so that what is wrong with one keeps no other from it. */
import { readAddress } from '../../aws/read-address.ts';
import type { MachineReading } from '../../aws/read-fleet.ts';
import type { Deps } from '../../deps.ts';
import { holderOf } from '../../domain/decision/suspicion.ts';
import { countFailures, type DutyOutcome } from '../../domain/messages/failing-duties.ts';
import { type Condition, readSent, stillSent } from '../../domain/messages/news.ts';
import {
  generationConditions,
  pauseConditions,
  probationConditions,
  sentConditions,
} from '../../domain/messages/tag-conditions.ts';
import { probationOf } from '../../domain/probing/probation.ts';
import { maintenanceConditions } from '../../domain/readiness/maintenance.ts';
import { TAG } from '../../domain/snapshot.ts';
import { foreignGeneration } from './check-generation.ts';
import { probeConditions } from './conditions.ts';
import { keep } from './keep.ts';
import { foreignProbation } from './prove-probe.ts';
import { raiseIfNeeded } from './raise-if-needed.ts';
import { tendRelatives } from './relatives.ts';
import { forgetAvoidedZones, forgetPause, forgetReboot, repairGeneration, writeSentTag } from './tags-of-address.ts';
import { tendStandby } from './tend-standby.ts';
import { alarmsOf, attempting, type Work } from './work.ts';

/** Returns what people should know. An appliance about which the failover machine is asked is not otherwise touched. */
export async function doDuties(work: Work, deps: Deps): Promise<Condition[]> {
  const { appliance, address, round, swept, outcomes, memory, now } = work;
  const attempt = <Result>(duty: string, deed: () => Promise<Result>): Promise<Result | undefined> =>
    attempting({ duty, swept, outcomes }, deed);
  const foreign = await attempt('check of failover:generation', () => foreignGeneration(work, deps));
  const repaired =
    foreign === undefined
      ? undefined
      : await attempt('repair of failover:generation', () => repairGeneration(address, foreign, deps));
  const seen = alarmsOf(round, appliance);
  const probation = await attempt('check of failover:probe', () =>
    foreignProbation(appliance, { address, seen }, deps),
  );
  const calm = await attempt('looking for a failure', () => raiseIfNeeded(work, deps));
  const { alarms } = round.everything;
  const kept = calm?.adoptable
    ? await attempt('keeping it ready', () => keep({ ...round, appliance, address, alarms }, deps))
    : undefined;
  const tended = await attempt('its other instances', () => tendRelatives(relativesOf(work), deps));
  const standby = calm?.healthy ? await attempt('its standby', () => tendStandby(work, deps)) : undefined;
  const forgotten = await attempt('end of a pause', () => forgetPause(address, deps));
  const usable = await attempt('end of an evacuation', () => forgetAvoidedZones(address, deps));
  const spent = await attempt('end of an announced reboot', () => forgetReboot(appliance, address, deps));
  const { active, refused, problems = [] } = kept ?? {};
  Object.assign(swept, active && { active }, refused && { refused });
  swept.problems.push(...problems);
  outcomes.push(...(kept?.outcomes ?? []));
  const changes = [repaired, kept?.changes, tended?.changes, standby?.changes, forgotten, usable, spent];
  swept.changes.push(...changes.flatMap((each) => each ?? []));
  const machine = round.everything.machines.get(holderOf(address) ?? '');
  const announced = announcedFor(work, machine, deps);
  const conditions = [
    ...[kept?.conditions, tended?.conditions, standby?.conditions].flatMap((found) => found ?? []),
    ...probeConditions(appliance, probationOf({ appliance, address, alarms: seen }, now), now),
    ...announced,
    ...(probation ? probationConditions(address, probation.word) : []),
    ...tagConditions(work, { value: foreign, removed: repaired !== undefined }, deps),
  ];
  const isRead = machine?.reading !== 'unreadable';
  const done = [kept, tended, standby, round.everything.ours, isRead].every(Boolean) && problems.length === 0;
  const complete = round.thorough && done && refused === undefined;
  const before = [...conditions, ...countFailures(memory.duties, outcomes, now)];
  const still = (keys: ReadonlySet<string>): string =>
    stillSent(keys, { conditions: before, complete, healthy: calm?.healthy === true });
  const remembering: DutyOutcome[] = [];
  await attempting({ duty: 'list of sent notifications', swept, outcomes: remembering }, () =>
    rememberStill(work, still, deps),
  );
  return [...before, ...countFailures(memory.duties, remembering, now)];
}

/** Read again before the list is written: a notification that was sent during this sweep is on it since then. */
async function rememberStill(
  { address, sent }: Work,
  still: (keys: ReadonlySet<string>) => string,
  deps: Deps,
): Promise<void> {
  if (still(sent.keys) === (address.tags[TAG.sent] ?? '')) return;
  const fresh = await readAddress(deps.clients, address.allocationId);
  const listed = [...readSent(fresh.tags[TAG.sent])].filter((key) => !sent.neverSent.includes(key));
  await writeSentTag(fresh, still(new Set(listed)), deps);
}

/** While EC2 does not answer for the instance nothing is known of its events, and nothing is forgotten. */
function announcedFor({ appliance, address }: Work, machine: MachineReading | undefined, { deployment }: Deps) {
  if (machine?.reading !== 'described') return [];
  const about = { instanceId: holderOf(address) ?? '', appliance: appliance.name, stage: deployment.stage };
  return maintenanceConditions(machine.events ?? [], about);
}

function tagConditions(
  { appliance, address, sent, now }: Work,
  generation: { value: string | undefined; removed: boolean },
  { deployment }: Deps,
) {
  return [
    ...pauseConditions(address, { appliance: appliance.name, stage: deployment.stage }, now),
    ...generationConditions(address, generation),
    ...sentConditions(address, sent.neverSent),
  ];
}

/** A retry takes up to fifteen minutes to come, and would use what the one before it launched. */
const LEFTOVER_SECONDS = 1_200;

function relativesOf({ appliance, address, round, last }: Pick<Work, 'appliance' | 'address' | 'round' | 'last'>) {
  const { ours, machines } = round.everything;
  const active = holderOf(address) ?? '';
  const others = (ours ?? []).filter((one) => one.appliance === appliance.name && one.instanceId !== active);
  return {
    ...{ appliance, active, others, machines },
    takeoverOver: last.stands === 'over',
    takeoverLongOver: last.endedSecondsAgo > LEFTOVER_SECONDS,
  };
}
