/** One sweep over one appliance: each duty for itself, so that what is wrong with one keeps no other from it. */
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { type AppliancesNews, type Condition, isTold, readTold, stillTold } from '../../domain/news.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { excusedUntil } from '../../domain/reboot.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { holderOf, type Suspicion, suspect } from '../../domain/suspicion.ts';
import { ownerOf } from '../owner.ts';
import { pauseConditions, probeConditions } from './conditions.ts';
import { keep } from './keep.ts';
import { type LastTakeover, lastTakeoverOf } from './last-takeover.ts';
import { probationOf } from './prove-probe.ts';
import { raise, start } from './raise.ts';
import type { Everything } from './read-all.ts';
import { tendRelatives } from './relatives.ts';
import { forgetPause, forgetReboot, rememberTold } from './tags-of-address.ts';

export type SweptAppliance = {
  appliance: string;
  active?: string;
  changes: string[];
  /** Why its instance is not adopted, or nothing is done for it at all. */
  refused?: string;
  /** The name of the failover that was started. */
  started?: string;
  /** What made the sweep look closer. */
  why?: string;
  /** Duties that could not be done this time. */
  problems: string[];
};

/** `thorough`: it is this appliance's turn to be compared with everything around it. */
export type Round = { everything: Everything; thorough: boolean };

export type Swept = { swept: SweptAppliance; news?: AppliancesNews };

export async function sweepOne(appliance: Appliance, round: Round, deps: Deps): Promise<Swept> {
  const { name, floatingIp } = appliance;
  const swept: SweptAppliance = { appliance: name, changes: [], problems: [] };
  const { addresses, takeovers } = round.everything;
  const address = addresses.get(floatingIp);
  const refused = whyNot(address, floatingIp, ownerOf(deps));
  if (!address || refused !== undefined) return { swept: { ...swept, refused: refused ?? '' } };
  if (!takeovers) return { swept: { ...swept, problems: ['whether a takeover is running cannot be told'] } };
  const last = await lastTakeoverOf(appliance, { address, takeovers, ours: round.everything.ours }, deps).catch(
    (cause): LastTakeover => {
      swept.problems.push(messageOf(cause));
      return { stands: 'over', endedSecondsAgo: 0 };
    },
  );
  // While one runs it is the takeover that says who is active.
  if (last.stands === 'running') return { swept };
  const conditions = await doDuties({ appliance, address, round, last, swept }, deps);
  const told = readTold(address.tags[TAG.told]);
  if (conditions.every((condition) => isTold(told, condition))) return { swept };
  const { allocationId, publicIp } = address;
  return { swept, news: { appliance: name, allocationId, publicIp, conditions } };
}

function whyNot(address: Address | undefined, floatingIp: string, owner: string): string | undefined {
  if (!address) return `floatingIp: no address ${floatingIp} in this account and Region`;
  const other = foreignOwner(address, owner);
  return other === undefined ? undefined : `the address ${address.publicIp} belongs to ${other}, and this is ${owner}`;
}

type Work = { appliance: Appliance; address: Address; round: Round; last: LastTakeover; swept: SweptAppliance };

/** Returns what people should know. An appliance about which the front door is asked is not otherwise touched. */
async function doDuties(work: Work, deps: Deps): Promise<Condition[]> {
  const { appliance, address, round, swept } = work;
  const now = deps.clock.now().toISOString();
  const attempt = async <Result>(duty: () => Promise<Result>): Promise<Result | undefined> =>
    duty().catch((cause) => {
      swept.problems.push(messageOf(cause));
      return undefined;
    });
  const calm = await attempt(() => raiseIfNeeded(work, deps));
  const { alarms } = round.everything;
  const kept = calm ? await attempt(() => keep({ ...round, appliance, address, alarms }, deps)) : undefined;
  const tended = await attempt(() => tendRelatives(relativesOf(work), deps));
  const forgotten = await attempt(() => forgetPause(address, deps));
  const spent = await attempt(() => forgetReboot(appliance, address, deps));
  const { active, refused, problems = [] } = kept ?? {};
  Object.assign(swept, active && { active }, refused && { refused });
  swept.problems.push(...problems);
  swept.changes.push(...[kept?.changes, tended?.changes, forgotten, spent].flatMap((changes) => changes ?? []));
  const conditions = [
    ...[kept?.conditions, tended?.conditions].flatMap((found) => found ?? []),
    ...probeConditions(appliance, probationOf(appliance, address), now),
    ...pauseConditions(address, now),
  ];
  const done = [kept, tended, round.everything.ours].every(Boolean) && problems.length === 0;
  const complete = round.thorough && done && refused === undefined;
  const told = stillTold(readTold(address.tags[TAG.told]), { conditions, complete, healthy: calm === true });
  await attempt(() => rememberTold(address, told, deps));
  return conditions;
}

/** Whether there was nothing to ask the front door about. */
async function raiseIfNeeded({ appliance, address, round, last, swept }: Work, deps: Deps): Promise<boolean> {
  const suspicion = suspicionOf(appliance, address, round, deps);
  const unfinished = last.stands === 'half-way';
  const probeProven = probationOf(appliance, address).stands === 'proven';
  const raised = unfinished
    ? await start(appliance, `the takeover of generation ${last.generation} stands half-way`, deps)
    : await raise({ appliance, address, suspicion, probeProven }, deps);
  const { started, why } = raised;
  Object.assign(swept, started && { started }, why && { why });
  return (suspicion.suspects === 'nothing' || raised.seen === 'answering') && (!unfinished || last.atOld === true);
}

function suspicionOf(appliance: Appliance, address: Address, { everything }: Round, deps: Deps): Suspicion {
  const holder = holderOf(address);
  const { statusCheck, probe } = everything.alarms?.get(appliance.name) ?? {};
  const { rebootGraceSeconds, bootLimitSeconds } = appliance;
  const now = deps.clock.now().toISOString();
  const aboutHolder = statusCheck?.state === 'alarm' && statusCheck.instanceId === holder;
  return suspect(
    {
      address,
      machine: holder === undefined ? undefined : everything.machines.get(holder),
      statusAlarmSince: aboutHolder ? statusCheck.since : undefined,
      probeAlarmSince: probe?.state === 'alarm' ? probe.since : undefined,
      probeProven: probationOf(appliance, address).stands === 'proven',
      rebootingUntil: excusedUntil(address, { bootLimitSeconds, now }),
    },
    { rebootGraceSeconds, now },
  );
}

/** A retry takes up to fifteen minutes to come, and would use what the one before it launched. */
const LEFTOVER_SECONDS = 1_200;

function relativesOf({ appliance, address, round, last }: Work) {
  const { ours, machines } = round.everything;
  const active = holderOf(address) ?? '';
  const others = (ours ?? []).filter((one) => one.appliance === appliance.name && one.instanceId !== active);
  return {
    ...{ appliance, active, others, machines },
    takeoverOver: last.stands === 'over',
    takeoverLongOver: last.endedSecondsAgo > LEFTOVER_SECONDS,
  };
}
