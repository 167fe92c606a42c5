/** What the sweep does about a standby: it points to it, has a missing one built, and ends a superfluous one. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';
import { dutiesStarted, onTended, secondStandby, standbysSeen, type Tended, useUp } from '../../../support/tended.ts';

const NOTHING = { changes: [], conditions: [], calls: [] };

const onGone = (story: (tended: Tended) => Promise<void>): Promise<void> =>
  onTended('running', (tended) => {
    useUp(tended);
    return story(tended);
  });

describe('a standby that is missing', () => {
  test('is built by a rotation, and is not worth a notification yet', () =>
    onGone(async (tended) => {
      const [name] = [expect.stringMatching(/^rotation-sophos_standby-20261121T\d{4}$/)];
      const { changes, conditions, calls } = await tended.tend();
      expect(dutiesStarted(tended)).toEqual([
        {
          name,
          input: {
            ...{ appliance: 'sophos', requestedBy: 'sweep', standby: 'rebuild' },
            reason: 'no standby of sophos is there',
          },
        },
      ]);
      const [started] = dutiesStarted(tended);
      expect({ changes, conditions, calls }).toEqual({
        ...{ changes: [`starts ${started?.name}`], conditions: [], calls: ['StartExecution'] },
      });
    }));

  test.each<[string, Parameters<Tended['tend']>[0]]>([
    ['of an appliance that is only observed', { appliance: { mode: 'observe' } }],
    ['in a sweep that does not compare everything', { thorough: false }],
    ['while our instances cannot be listed', { seen: { ours: undefined } }],
    ['while there is no good image', { appliance: { image: 'another' } }],
  ])('is not built %s', (_, given) =>
    onGone(async ({ tend }) => {
      expect(await tend(given)).toEqual(NOTHING);
    }),
  );

  test('is not built for a tier that has none', () =>
    onGone(async ({ tend, simulation }) => {
      const [appliance] = simulation.configuration.appliances;
      const standby = appliance && { ...appliance.standby, tier: 'cold' as const };
      expect(await tend({ appliance: { ...(standby && { standby }) } })).toEqual(NOTHING);
    }));

  test('is not built while no instance holds the address', () =>
    onGone(async ({ tend, simulation }) => {
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
      expect(await tend()).toEqual(NOTHING);
    }));

  test.each<[string, (tended: Tended) => ReturnType<typeof standbysSeen>['ours'] | undefined]>([
    ['one of another appliance', ({ standby }) => [{ instanceId: standby, appliance: 'vpn', role: 'standby' }]],
    ['an instance in another role', ({ standby }) => [{ instanceId: standby, appliance: 'sophos', role: 'proof' }]],
    ['the active instance', ({ active }) => standbysSeen(active).ours],
  ])('is built although there is %s', (_, ours) =>
    onTended('running', async (tended) => {
      const seen = { ...standbysSeen(), ours: ours(tended) };
      expect((await tended.tend({ seen })).calls).toEqual(['StartExecution']);
    }),
  );

  test('is built although a stranger has planted one', () =>
    onTended('running', async (tended) => {
      const { simulation, standby } = tended;
      tag(simulation.world, standby, { [TAG.by]: `${tended.found()?.tags[TAG.by]}-planted` });
      expect((await tended.tend()).calls).toEqual(['StartExecution']);
    }));
});

test('a standby that a person has terminated is built anew, and that is worth a notification', () =>
  onTended('running', async ({ tend, simulation, standby }) => {
    alter(simulation.world, standby, { state: 'terminated' });
    const { conditions, calls } = await tend();
    expect(conditions).toMatchObject([{ kind: 'standby-dead', about: `the standby ${standby} is terminated` }]);
    expect(calls).toEqual(['StartExecution']);
  }));

test('a standby that EC2 is asked for too often is not known to be missing: nothing is built', () =>
  onTended('running', async ({ tend, simulation }) => {
    const busy = { action: 'DescribeInstances', code: 'RequestLimitExceeded', status: 503, skip: 1, times: 99 };
    simulation.inject({ kind: 'fail', ...busy });
    expect(await tend()).toEqual(NOTHING);
  }));

describe('a standby that is there', () => {
  test('is left alone while it is ready', () =>
    onTended('running', async ({ tend }) => {
      expect(await tend()).toEqual(NOTHING);
    }));

  test('is named on the address again when it is not', () =>
    onTended('running', async ({ tend, simulation, standby }) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.standby]: 'i-other' });
      expect(await tend()).toEqual({ ...NOTHING, changes: [`failover:standby=${standby}`], calls: ['CreateTags'] });
      expect(addressTagsIn(simulation)[TAG.standby]).toBe(standby);
    }));

  test('is not named on the address before it runs', () =>
    onTended('running', async ({ tend, simulation, standby }) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.standby]: 'i-other' });
      alter(simulation.world, standby, { state: 'pending' });
      expect(await tend()).toEqual(NOTHING);
    }));

  test('is left alone when it is stopped, as its tier has it', () =>
    onTended('stopped', async ({ tend, simulation, standby }) => {
      alter(simulation.world, standby, { state: 'stopped' });
      expect(await tend()).toEqual(NOTHING);
    }));

  test('is stopped by a rotation when it was never stopped, without a notification', () =>
    onTended('stopped', async (tended) => {
      expect(await tended.tend()).toMatchObject({ conditions: [], calls: ['StartExecution'] });
      expect(dutiesStarted(tended)).toMatchObject([{ input: { standby: 'settle' } }]);
    }));
});

describe('a second standby', () => {
  test('ends two hours after its launch, while the one that the address names is ready', () =>
    onTended('running', async (tended) => {
      const second = secondStandby(tended);
      await tended.simulation.clock.sleep(7_200_000);
      const { changes } = await tended.tend({ seen: standbysSeen(second, tended.standby) });
      expect(changes).toEqual([`terminates the superfluous standby ${second}`]);
      expect(tended.found(second)?.state).toMatch(/shutting-down|terminated/);
      expect(tended.found()?.state).toBe('running');
    }));

  test('stays for two hours', () =>
    onTended('running', async (tended) => {
      const seen = standbysSeen(secondStandby(tended), tended.standby);
      await tended.simulation.clock.sleep(3_600_000);
      expect(await tended.tend({ seen })).toEqual(NOTHING);
    }));

  test('stays while the other one is not ready', () =>
    onTended('running', async (tended) => {
      const second = secondStandby(tended);
      await tended.simulation.clock.sleep(7_200_000);
      alter(tended.simulation.world, tended.standby, { state: 'stopped' });
      await tended.tend({ seen: standbysSeen(second, tended.standby) });
      expect(tended.found(second)?.state).toBe('running');
    }));

  test('stays while the other one is of an older image', () =>
    onTended('running', async (tended) => {
      const second = secondStandby(tended);
      await tended.simulation.clock.sleep(7_200_000);
      alter(tended.simulation.world, tended.standby, { imageId: 'ami-0older' });
      await tended.tend({ seen: standbysSeen(second, tended.standby) });
      expect(tended.found(second)?.state).toBe('running');
    }));

  test('is used where the address names none: the one that runs, and not the one that is stopped', () =>
    onTended('running', async (tended) => {
      const { simulation, standby } = tended;
      const second = secondStandby(tended);
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.standby]: 'i-other' });
      alter(simulation.world, standby, { state: 'stopped' });
      const { changes } = await tended.tend({ seen: standbysSeen(standby, second) });
      expect(changes).toEqual([`failover:standby=${second}`]);
    }));
});
