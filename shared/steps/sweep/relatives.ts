/** The other instances of an appliance: those that were retired, launched and not used, or passed over by hand. */
import type { MachineReading, OurInstance } from '../../aws/read-fleet.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { assertNever, messageOf } from '../../domain/errors.ts';
import type { Condition } from '../../domain/messages/news.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { aheadLaunchOf } from '../provenance/ahead-launch.ts';
import { launcherOf } from '../provenance/launcher.ts';
import { retirementOf } from '../provenance/retired.ts';
import { fence } from './fence.ts';
import { reapAhead } from './reap-ahead.ts';
import { reapProof } from './reap-proof.ts';

export type Relatives = {
  appliance: Appliance;
  active: string;
  others: OurInstance[];
  machines: Map<string, MachineReading>;
  /** Whether nothing of the last takeover is left to be finished: until then both may well be tagged active. */
  takeoverOver: boolean;
  /** Whether the last takeover ended so long ago that no takeover is going to use what it launched. */
  takeoverLongOver: boolean;
};

const stateOf = (machines: Relatives['machines'], { instanceId }: OurInstance): string => {
  const machine = machines.get(instanceId);
  return machine?.reading === 'described' ? machine.state : 'unknown';
};

const alive = (state: string): boolean => state === 'running' || state === 'pending';

export async function tendRelatives(
  relatives: Relatives,
  deps: Deps,
): Promise<{ conditions: Condition[]; changes: string[] }> {
  const { appliance, others, machines } = relatives;
  const tended = await Promise.all(
    others.map((other) => tend(other, stateOf(machines, other), relatives, deps).catch(failedToTend(other))),
  );
  const changes = tended.flatMap((each) => each.changes);
  const living = others.filter(
    (other) =>
      other.role === 'active' && !['terminated', 'shutting-down', 'unknown'].includes(stateOf(machines, other)),
  );
  return {
    conditions: [
      ...tended.flatMap((each) => each.conditions),
      ...(relatives.takeoverOver && living.length > 0
        ? [twoActiveCondition(appliance.name, relatives.active, living)]
        : []),
    ],
    changes,
  };
}

type Tended = { conditions: Condition[]; changes: string[] };

/** Tags only say what it claims to be; what no execution of ours launched or retired is left alone, and people are notified. */
async function tend(
  { instanceId, role }: OurInstance,
  state: string,
  relatives: Relatives,
  deps: Deps,
): Promise<Tended> {
  if (!alive(state)) return NOTHING;
  switch (role) {
    case 'retired':
      return tendRetired(instanceId, state, relatives, deps);
    case 'replacement':
      return relatives.takeoverLongOver ? tendReplacement(instanceId, state, relatives, deps) : NOTHING;
    case 'proof':
      return relatives.appliance.mode === 'observe' ? NOTHING : tendProof(instanceId, state, relatives, deps);
    case 'ahead':
      return tendAhead(instanceId, state, relatives, deps);
    default:
      return NOTHING;
  }
}

const NOTHING: Tended = { conditions: [], changes: [] };

const withoutProvenance = (instanceId: string, state: string, why: string): Tended => {
  const detail = `${instanceId} carries our tags and is ${state}, but ${why}; it is left alone`;
  return { conditions: [{ kind: 'no-provenance', about: instanceId, detail }], changes: [] };
};

/** Undefined where it cannot be read now: a later sweep sees it. */
async function readOne(instanceId: string, { clients }: Deps): Promise<Instance | undefined> {
  const reading = await readInstance(clients, instanceId);
  return reading.reading === 'described' ? reading.instance : undefined;
}

async function tendRetired(id: string, state: string, { appliance }: Relatives, deps: Deps): Promise<Tended> {
  const instance = await readOne(id, deps);
  if (!instance) return NOTHING;
  const retirement = await retirementOf(instance, appliance.name, deps);
  if (!retirement.proven) return withoutProvenance(id, state, `no takeover of ours retired it: ${retirement.why}`);
  const detail = `${id} was retired by a takeover and is ${state} again`;
  const zombie: Condition = { kind: 'zombie', about: id, detail };
  if (appliance.mode === 'observe') return { conditions: [zombie], changes: [] };
  await fence(appliance, id, deps);
  return { conditions: [{ ...zombie, detail: `${detail}; it is being stopped` }], changes: [`stops ${id}`] };
}

async function tendReplacement(id: string, state: string, { appliance }: Relatives, deps: Deps): Promise<Tended> {
  const instance = await readOne(id, deps);
  if (!instance) return NOTHING;
  const launched =
    (await launcherOf(instance, appliance.name, deps)) ?? (await aheadLaunchOf(instance, appliance.name, deps));
  if (launched === undefined) {
    return withoutProvenance(id, state, 'no takeover of ours launched it as it runs now');
  }
  const detail = `${id} was launched by a takeover that did not use it, and is ${state}`;
  return { conditions: [{ kind: 'leftover', about: id, detail }], changes: [] };
}

async function tendProof(id: string, state: string, { appliance }: Relatives, deps: Deps): Promise<Tended> {
  const reaped = await reapProof(appliance, id, deps);
  switch (reaped) {
    case 'later':
      return NOTHING;
    case 'no-provenance':
      return withoutProvenance(id, state, 'no rotation of ours launched it as it runs now');
    case 'terminates': {
      const detail = `${id} was left by its rotation and was ${state}; it is being terminated`;
      const left: Condition = { kind: 'leftover-proof', about: id, detail };
      return { conditions: [left], changes: [`terminates ${id}`] };
    }
    default:
      return assertNever(reaped);
  }
}

async function tendAhead(id: string, state: string, { appliance }: Relatives, deps: Deps): Promise<Tended> {
  const reaped = await reapAhead(appliance, id, deps);
  switch (reaped.did) {
    case 'later':
      return NOTHING;
    case 'no-provenance':
      return withoutProvenance(id, state, 'no early launch of ours launched it as it runs now');
    case 'stays': {
      const detail = `${id} was launched early, is ${state}, and is not terminated: ${reaped.why}`;
      return { conditions: [{ kind: 'leftover', about: id, detail }], changes: [] };
    }
    // Its own execution should have done it. Nothing is left to do for an operator.
    case 'terminates':
      return { conditions: [], changes: [`terminates ${id}, which was launched early and not used`] };
    default:
      return assertNever(reaped);
  }
}

const failedToTend =
  ({ instanceId, role }: OurInstance) =>
  (cause: unknown): Tended => ({
    conditions: [
      role === 'proof'
        ? { kind: 'leftover-proof', about: instanceId, detail: `${instanceId} is not terminated: ${messageOf(cause)}` }
        : { kind: 'zombie', about: instanceId, detail: `${instanceId} runs and is not stopped: ${messageOf(cause)}` },
    ],
    changes: [],
  });

function twoActiveCondition(name: string, active: string, others: OurInstance[]): Condition {
  const ids = others.map(({ instanceId }) => instanceId).sort();
  const detail = `${active} holds the address of ${name}, and ${ids.join(', ')} is tagged active too: the address was moved without a takeover`;
  return { kind: 'two-active', about: ids.join(' '), detail };
}
