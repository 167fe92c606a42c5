/** An appliance that serves and has a standby that a rotation of ours kept, and what the sweep does about that standby alone. */
import { readAddress } from '../../shared/aws/read-address.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Everything } from '../../shared/steps/sweep/read-all.ts';
import { tendStandby } from '../../shared/steps/sweep/tend-standby.ts';
import type { Work } from '../../shared/steps/sweep/work.ts';
import { truth, write } from '../../simulator/account/consistency.ts';
import type { InstanceRecord } from '../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { anAppliance } from './appliances.ts';
import { alter } from './console-hands.ts';
import { kept } from './kept-stage.ts';
import { rotate } from './rotation-stage.ts';
import { addressIn, onSwept } from './swept.ts';
import { withDeps } from './with-deps.ts';

/** What the sweep has read of the whole account, as far as a standby is concerned. */
type Seen = Partial<Pick<Everything, 'ours' | 'machines'>>;

export type Tended = {
  simulation: Simulation;
  active: string;
  standby: string;
  /** `changes`: what it said of them; `calls`: what it sent that would change anything. */
  tend(given?: { seen?: Seen; appliance?: Partial<Appliance>; work?: Partial<Work>; thorough?: boolean }): Promise<{
    changes: string[];
    conditions: unknown[];
    calls: string[];
  }>;
  found(id?: string): InstanceRecord | undefined;
};

const isRead = (action: string): boolean => /^(Describe|List|Get)/.test(action);

/** Each is tagged as a standby of this appliance, and its status is not known. */
export const standbysSeen = (...instanceIds: string[]): Required<Seen> => ({
  ours: instanceIds.map((instanceId) => ({ instanceId, appliance: 'sophos', role: 'standby' as const })),
  machines: new Map(),
});

export const onTended = (tier: 'running' | 'stopped', story: (tended: Tended) => Promise<void>): Promise<void> =>
  onSwept(kept(tier), async (simulation, active) => {
    const [configured = anAppliance()] = simulation.configuration.appliances;
    const { record } = await rotate(simulation, { scheduledAt: '2026-11-20T03:01:00Z' });
    // Until Step Functions shows its end.
    await simulation.clock.sleep(60_000);
    const standby = record.standby?.instanceId ?? '';
    const tended: Tended = {
      ...{ simulation, active, standby },
      found: (id = standby) => truth(simulation.world.ec2.instances, id),
      tend: async ({ seen = standbysSeen(standby), appliance, work, thorough = true } = {}) => {
        const before = simulation.world.calls.length;
        const { changes, conditions } = await withDeps(simulation, async (deps) => {
          const address = await readAddress(deps.clients, addressIn(simulation).allocationId);
          const everything = seen as Everything;
          const now = deps.clock.now().toISOString();
          const last = { stands: 'over' as const, endedSecondsAgo: Number.POSITIVE_INFINITY };
          const round = { everything, thorough };
          const given = { appliance: { ...configured, ...appliance }, address, round, last, now, ...work };
          return tendStandby(given, deps);
        });
        const sent = simulation.world.calls.slice(before).filter(({ action }) => !isRead(action));
        return { changes, conditions, calls: sent.map(({ action }) => action) };
      },
    };
    await story(tended);
  });

/** The address names no standby. */
export function unpoint({ simulation }: Tended): void {
  const { world } = simulation;
  const address = truth(world.ec2.addresses, addressIn(simulation).allocationId);
  if (!address) throw new Error('there is no address');
  const { [TAG.standby]: _, ...tags } = address.tags;
  write(world, world.ec2.addresses, { id: address.id, value: { ...address, tags }, lagMs: 0 });
}

/** As after a takeover that has used it: none is there, and the address names none. */
export function useUp(tended: Tended): void {
  unpoint(tended);
  alter(tended.simulation.world, tended.standby, { state: 'terminated' });
}

/** As a rotation that died between two standbys leaves it: launched by the same rotation, and no other differs from it. */
export function secondStandby({ simulation: { world }, found, standby }: Tended): string {
  const first = found();
  if (!first) throw new Error(`there is no ${standby}`);
  const id = 'i-0second00000000';
  write(world, world.ec2.instances, { id, value: { ...first, id, networkInterfaceIds: [], volumeIds: [] }, lagMs: 0 });
  return id;
}

/** The rotations that were started for a standby: their names and what they were asked. */
export const dutiesStarted = ({ simulation: { stepFunctions } }: Tended): { name: string; input: unknown }[] =>
  stepFunctions.executions
    .filter(({ name }) => /_(standby|settle)-/.test(name))
    .map(({ name, input }) => ({ name, input: JSON.parse(input) as unknown }));
