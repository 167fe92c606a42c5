/** A standby that a takeover took and left behind is the standby again, once no request of that takeover can come any more. */
import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../../../shared/aws/read-address.ts';
import type { OurInstance } from '../../../../shared/aws/read-fleet.ts';
import type { Deps } from '../../../../shared/deps.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { SETTLE_SECONDS } from '../../../../shared/machines/time-outs.ts';
import type { Everything } from '../../../../shared/steps/sweep/read-all.ts';
import { returnStandbys } from '../../../../shared/steps/sweep/return-standby.ts';
import { tendStandby } from '../../../../shared/steps/sweep/tend-standby.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { giveAddress, tag } from '../../../support/console-hands.ts';
import { know, takeoverArnOf } from '../../../support/genuine.ts';
import { kept } from '../../../support/kept-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';
import { addressIn } from '../../../support/swept.ts';
import { withDeps } from '../../../support/with-deps.ts';

type Taken = { stage: Stage; id: string };

/** The takeover has taken it and died before its move; Step Functions shows the end, and its last function is dead. */
const onTaken = (story: (taken: Taken) => Promise<void>): Promise<void> =>
  onStage({ ...kept(), before: async (simulation) => void (await rotate(simulation)) }, async (stage) => {
    const { instanceId: id } = await stage.launch();
    endAs('ABORTED', { stage, id });
    await stage.simulation.clock.sleep((SETTLE_SECONDS + 1) * 1000);
    await story({ stage, id });
  });

function endAs(status: 'ABORTED' | 'RUNNING', { stage: { simulation, plan, startDate } }: Taken): void {
  const stopDate = status === 'ABORTED' && { stopDate: new Date(simulation.clock.nowMs()) };
  know(simulation, takeoverArnOf(simulation, plan), { status, startDate, input: plan, ...stopDate });
}

type Returning = Parameters<typeof returnStandbys>[0];
type Last = Returning['last'];

const OVER: Last = { stands: 'over', generation: 1, endedSecondsAgo: 0 };

function asSwept<T>(
  { stage: { simulation } }: Taken,
  duty: (returning: Returning, deps: Deps) => Promise<T>,
  { last = OVER, ours = [] }: { last?: Last; ours?: OurInstance[] } = {},
): Promise<T> {
  return withDeps(simulation, async (deps) => {
    const [appliance = anAppliance()] = simulation.configuration.appliances;
    const address = await readAddress(deps.clients, addressIn(simulation).allocationId);
    const round = { everything: { ours } as unknown as Everything, thorough: true };
    return duty({ appliance, address, round, last, now: deps.clock.now().toISOString() }, deps);
  });
}

const sweep = (taken: Taken, last?: Last, ours?: OurInstance[]): Promise<string[]> =>
  asSwept(taken, returnStandbys, { ...(last && { last }), ...(ours && { ours }) });

const roleOf = ({ stage, id }: Taken) => truth(stage.simulation.world.ec2.instances, id)?.tags[TAG.role];

describe('a standby that a takeover left behind', () => {
  test('is the standby again, and that is said', () =>
    onTaken(async (taken) => {
      expect(await sweep(taken)).toEqual([`makes ${taken.id} the standby again`]);
      expect(roleOf(taken)).toBe('standby');
    }));

  test('is given back once', () =>
    onTaken(async (taken) => {
      await sweep(taken);
      expect(await sweep(taken)).toEqual([]);
    }));

  test('is all that this sweep does about standbys', () =>
    onTaken(async (taken) => {
      const changes = [`makes ${taken.id} the standby again`];
      expect(await asSwept(taken, tendStandby)).toEqual({ conditions: [], changes });
    }));

  test('is found by its own tags when a newer takeover was the last', () =>
    onTaken(async (taken) => {
      const ours: OurInstance[] = [{ instanceId: taken.id, appliance: 'sophos', role: 'replacement' }];
      expect(await sweep(taken, { ...OVER, generation: undefined }, ours)).toEqual([
        `makes ${taken.id} the standby again`,
      ]);
    }));

  test.each<[string, Omit<OurInstance, 'instanceId'>]>([
    ['another appliance', { appliance: 'vpn', role: 'replacement' }],
    ['another role', { appliance: 'sophos', role: 'retired' }],
  ])('is not looked for among instances of %s', (_, one) =>
    onTaken(async (taken) => {
      const ours = [{ instanceId: taken.id, ...one }];
      expect(await sweep(taken, { ...OVER, generation: undefined }, ours)).toEqual([]);
    }),
  );
});

describe('it stays as the takeover left it', () => {
  test.each(['running', 'partly-applied'] as const)('while the last takeover is %s', (stands) =>
    onTaken(async (taken) => {
      expect(await sweep(taken, { ...OVER, stands })).toEqual([]);
      expect(roleOf(taken)).toBe('replacement');
    }),
  );

  test('while its own takeover runs', () =>
    onTaken(async (taken) => {
      endAs('RUNNING', taken);
      expect(await sweep(taken)).toEqual([]);
    }));

  test('while a late request of its takeover may come', () =>
    onTaken(async (taken) => {
      endAs('ABORTED', taken);
      await taken.stage.simulation.clock.sleep((SETTLE_SECONDS - 2) * 1000);
      expect(await sweep(taken)).toEqual([]);
    }));

  test('while a newer takeover runs', () =>
    onTaken(async (taken) => {
      asIfRunning(taken.stage.simulation, 'takeover-sophos-g2');
      expect(await sweep(taken)).toEqual([]);
      expect(roleOf(taken)).toBe('replacement');
    }));

  test('when the takeover that names it was not started by failover', () =>
    onTaken(async (taken) => {
      const { simulation, plan, startDate } = taken.stage;
      know(simulation, plan.startedBy, { status: 'FAILED', startDate });
      expect(await sweep(taken)).toEqual([]);
    }));

  test('when it holds the address', () =>
    onTaken(async (taken) => {
      const { simulation, plan } = taken.stage;
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: plan.standby?.networkInterfaceId });
      expect(await sweep(taken)).toEqual([]);
    }));

  test('when the address is tagged with it as the active instance', () =>
    onTaken(async (taken) => {
      const { simulation } = taken.stage;
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.activeInstance]: taken.id });
      expect(await sweep(taken)).toEqual([]);
    }));
});
