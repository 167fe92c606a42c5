/** The other instances of an appliance: those that were retired, launched and not used, or passed over by hand. */
import type { MachineReading, OurInstance } from '../../aws/read-fleet.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Condition } from '../../domain/news.ts';
import { fence } from './fence.ts';
import { reapProof } from './reap-proof.ts';

export type Relatives = {
  appliance: Appliance;
  active: string;
  others: OurInstance[];
  machines: Map<string, MachineReading>;
  /** Whether nothing of the last takeover is left to be finished: until then both may well be tagged active. */
  takeoverOver: boolean;
  /** Whether the last takeover ended so long ago that nobody is going to use what it launched. */
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

async function tend(
  { instanceId, role }: OurInstance,
  state: string,
  { appliance, takeoverLongOver }: Relatives,
  deps: Deps,
): Promise<Tended> {
  if (role === 'retired' && alive(state)) {
    const detail = `${instanceId} was retired by a takeover and is ${state} again`;
    const zombie: Condition = { kind: 'zombie', about: instanceId, detail };
    if (appliance.mode === 'observe') return { conditions: [zombie], changes: [] };
    await fence(appliance, instanceId, deps);
    return { conditions: [{ ...zombie, detail: `${detail}; it is being stopped` }], changes: [`stops ${instanceId}`] };
  }
  if (role === 'replacement' && alive(state) && takeoverLongOver) {
    const detail = `${instanceId} was launched by a takeover that did not use it, and is ${state}`;
    return { conditions: [{ kind: 'leftover', about: instanceId, detail }], changes: [] };
  }
  if (role === 'proof' && alive(state) && appliance.mode !== 'observe') {
    if (!(await reapProof(appliance, instanceId, deps))) return { conditions: [], changes: [] };
    const detail = `${instanceId} was left by its rotation and was ${state}; it is being terminated`;
    const left: Condition = { kind: 'leftover-proof', about: instanceId, detail };
    return { conditions: [left], changes: [`terminates ${instanceId}`] };
  }
  return { conditions: [], changes: [] };
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
  const detail = `${active} holds the address of ${name}, and ${ids.join(', ')} is tagged active too: somebody moved the address`;
  return { kind: 'two-active', about: ids.join(' '), detail };
}
