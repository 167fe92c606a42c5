/** Ends every takeover, answered or not: alarms and tags follow the active instance, and the record is complete. */

import { resetProbe, watchInstance } from '../../aws/alarms.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readInstance } from '../../aws/read-instances.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { keepsOld } from '../../domain/decision/planned-move.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Problem, ProblemKind } from '../../domain/problem.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { isSpared } from '../../domain/takeover/spared.ts';
import { ALARMS, activeOfAddress, INSTANCES, ROUTES, TAGS, TERMINATE, tagsOfInstance } from '../dry-runs/attempts.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import { giveBack } from '../standby/give-back.ts';
import { type Closed, closingRecord } from './closing-record.ts';
import { type Done, launchedIn, movedIn, replacementIdIn } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';
import { findLateIds, giveUpLate } from './late-launches.ts';

export const closeTakeover: Step<TakeoverInput, Closed> = {
  parse: parseTakeover,
  check: (event, deps) =>
    tries(event, deps, () => [INSTANCES, TAGS, ROUTES, activeOfAddress, tagsOfInstance, TERMINATE, ...ALARMS]),
  async run(input, deps) {
    const problems: Problem[] = [];
    const beganAt = deps.clock.now().toISOString();
    // What was never claimed launched nothing, and changes nothing here either.
    const late = input.done.claim ? findLateIds(input, deps) : [];
    const [address, ids] = await Promise.all([currentAddress(input, deps, problems), late]);
    const active = address?.instanceId;
    const holds = active !== undefined && active === replacementIdIn(input.done);
    const took = address !== undefined && tookUnused(input, address);
    const refusal = holds || took || (address && ids.length > 0) ? await whyNotWrite(input, deps) : undefined;
    if (holds && refusal !== undefined) problems.push({ kind: 'may-not-write', text: refusal });
    if (holds && refusal === undefined) {
      const retired = await retiredBy(input, active, deps);
      await Promise.all(
        writes(input, { active, retired }, deps).map(({ kind, write }) =>
          write.catch((cause) => problems.push({ kind, text: messageOf(cause) })),
        ),
      );
    }
    if (took && refusal === undefined) await giveStandbyBack(input, deps, problems);
    // While its own one is silent, another may be what people or the next takeover go on with.
    const over = address && refusal === undefined && (!holds || input.done.verify?.answered === true);
    const changes = over ? await giveUpLate(input, { ids, beganAt }, deps) : [];
    return closingRecord(input, { address, problems, changes, closedAt: deps.clock.now().toISOString() });
  },
};

/** One that was silent behind the move is stopped and retired. Whether it was taken at all, its tags say. */
const tookUnused = ({ plan: { standby }, done }: TakeoverInput, { instanceId }: Address): boolean =>
  standby !== undefined &&
  done.claim !== undefined &&
  instanceId !== standby.instanceId &&
  launchedIn(done)?.replaces?.instanceId !== standby.instanceId;

/** What fails here is done by the sweep, once the appliance serves. */
async function giveStandbyBack(
  { plan, executionArn: by }: TakeoverInput,
  deps: Deps,
  problems: Problem[],
): Promise<void> {
  try {
    await giveBack({ plan, by }, deps);
  } catch (cause) {
    const text = `the standby ${plan.standby?.instanceId} was not closed again: ${messageOf(cause)}`;
    problems.push({ kind: 'standby-not-back', text });
  }
}

/** Nothing that goes wrong here may keep the record from being written: it is what people will read. */
async function currentAddress({ plan }: TakeoverInput, deps: Deps, problems: Problem[]): Promise<Address | undefined> {
  try {
    return await readAddress(deps.clients, plan.address.allocationId);
  } catch (cause) {
    problems.push({ kind: 'address-unread', text: messageOf(cause) });
    return undefined;
  }
}

/** Undefined when it may: no newer takeover is at work, and the address is ours. */
async function whyNotWrite(input: TakeoverInput, deps: Deps): Promise<string | undefined> {
  try {
    await passGate(input, deps);
    return undefined;
  } catch (cause) {
    return messageOf(cause);
  }
}

/** `kind`: of the problem that it is when it fails. */
type Write = { kind: ProblemKind; write: Promise<unknown> };

type Roles = { active: string; retired: string[] };

function writes({ plan, executionArn }: TakeoverInput, { active, retired }: Roles, deps: Deps): Write[] {
  const { appliance } = plan;
  const { clients } = deps;
  const tags = [
    writeTags(clients, plan.address.allocationId, { [TAG.activeInstance]: active }),
    writeTags(clients, active, { [TAG.role]: 'active' }),
    ...retired.map((instanceId) => writeTags(clients, instanceId, retiredTags(appliance, executionArn))),
  ];
  return [...tags.map((write): Write => ({ kind: 'not-tagged', write })), ...rearm(appliance, active, deps)];
}

/** Since the move, some of the traffic was moved by hand, maybe back to the old instance: the sweep stops a retired instance. */
const othersMoved = ({ failure, stopFailure }: Done): boolean =>
  [failure, stopFailure].some((each) => each?.Error === 'InvariantViolatedError');

/**
 * The old one, and every other of ours that had traffic while the takeover was partially applied: no sweep may call
 * them active. The sweep stops a retired one that runs, so that the old one of a planned move is not retired before the
 * new one has answered.
 */
function passedOver({ plan, done }: Pick<TakeoverInput, 'plan' | 'done'>, active: string): string[] {
  const { old, finish } = plan;
  const kept = keepsOld(plan) && done.verify?.answered !== true ? old?.instanceId : undefined;
  const silent = launchedIn(done)?.replaces?.instanceId;
  const all = [...new Set([old?.instanceId, silent, ...(finish?.passedOver ?? [])])];
  return all.flatMap((id) => (id === undefined || id === active || id === kept ? [] : [id]));
}

/** The sweep stops what is retired, so one that `StopFailed` would spare is not called so. */
async function retiredBy(input: TakeoverInput, active: string, deps: Deps): Promise<string[]> {
  const { plan, done } = input;
  if (!movedIn(done) || othersMoved(done)) return [];
  const named = { name: plan.appliance, configured: findAppliance(deps.configuration, plan.appliance) };
  const ids = await Promise.all(
    passedOver(input, active).map(async (id) => {
      if (done.stop?.spared && id === plan.old?.instanceId) return [];
      return isSpared(await readInstance(deps.clients, id), named) ? [] : [id];
    }),
  );
  return ids.flat();
}

function rearm(name: string, active: string, { clients, deployment, configuration }: Deps): Write[] {
  const { stage } = deployment;
  // If it was removed from the configuration during the takeover, it is probed no longer.
  const probe = findAppliance(configuration, name)?.probe;
  const alarms = [
    watchInstance(clients, { stage, appliance: name, instanceId: active }),
    ...(probe ? [resetProbe(clients, { stage, appliance: name, probe })] : []),
  ];
  return alarms.map((write): Write => ({ kind: 'alarm-not-set', write }));
}

/** The pointer says which takeover took the traffic from it: the sweep stops nothing that this cannot prove. */
const retiredTags = (appliance: string, executionArn: string): Record<string, string> => ({
  [TAG.role]: 'retired',
  [TAG.appliance]: appliance,
  [TAG.by]: executionArn,
});
