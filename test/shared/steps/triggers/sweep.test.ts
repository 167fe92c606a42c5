/** Sweep: adopts the holder of the address, refreshes only what differs, and says of each appliance why it did not. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { buildAccount } from '../../../../simulator/account/account.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { field } from '../../../../simulator/account/field.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag, tagsOf } from '../../../support/console-hands.ts';
import { inAccount, playIn, type Setting } from '../../../support/step-stage.ts';

const sweepIn = async (simulation: Simulation) => {
  const { output, error, changes } = await playIn(simulation, 'sweep', {});
  expect(error).toBe('');
  return { adoptions: Object(output).appliances, changes: changes.sort() };
};

const addressIn = ({ world }: Simulation) => truthOf(world, anAppliance()).traffic.address;
const holderIn = (simulation: Simulation): string => addressIn(simulation).instanceId ?? '';

const templateIn = ({ world }: Simulation) =>
  [...world.ec2.launchTemplates.values()].flatMap((cell) => cell.truth ?? []);

const watchedIn = ({ world }: Simulation) =>
  world.cloudwatch.alarms.get('failover-dev-sophos-status-check')?.definition.Dimensions?.[0]?.Value;

/** A minute later, as the rule that calls it would. */
const onAdopted = (setting: Setting, story: (simulation: Simulation, holder: string) => Promise<void>): Promise<void> =>
  inAccount(setting, async (simulation) => {
    await simulation.invoke('sweep', {});
    await simulation.clock.sleep(60_000);
    await story(simulation, holderIn(simulation));
  });

describe('the first sweep', () => {
  test('adopts the instance that holds the address: template, tags and alarm', () =>
    inAccount({}, async (simulation) => {
      const { adoptions, changes } = await sweepIn(simulation);
      const active = holderIn(simulation);
      expect(adoptions).toEqual([{ appliance: 'sophos', active, changes: expect.any(Array), problems: [] }]);
      expect(changes).toEqual([
        'CreateLaunchTemplate',
        ...['CreateTags', 'CreateTags', 'CreateTags'],
        ...['PutMetricAlarm', 'PutMetricAlarm', 'SetAlarmState', 'SetAlarmState'],
      ]);
      const { allocationId } = addressIn(simulation);
      const ofAddress = { [TAG.owner]: 'failover-dev', [TAG.activeInstance]: active };
      expect(tagsOf(simulation.world, allocationId)).toEqual({
        ...ofAddress,
        [TAG.probe]: expect.stringMatching(/^\w+ since 2026-11-21T/),
      });
      expect(tagsOf(simulation.world, active)).toMatchObject({ [TAG.appliance]: 'sophos', [TAG.role]: 'active' });
      expect(watchedIn(simulation)).toBe(active);
    }));

  test('keeps what the instance is made of, and from which image the next one is launched', () =>
    inAccount({}, async (simulation) => {
      await sweepIn(simulation);
      const live = truth(simulation.world.ec2.instances, holderIn(simulation));
      const [template, ...more] = templateIn(simulation);
      expect(more).toEqual([]);
      expect(template).toMatchObject({ name: 'failover-dev-sophos', tags: { [TAG.owner]: 'failover-dev' } });
      const data = template?.versions[0]?.data;
      expect(data).toMatchObject({ InstanceType: live?.type, KeyName: 'company' });
      expect(data).not.toHaveProperty('NetworkInterfaces');
      const images = [...simulation.world.ec2.images.values()].flatMap((cell) => cell.truth ?? []);
      const newest = images.sort((one, other) => other.createdAtMs - one.createdAtMs)[0];
      expect(data?.ImageId).toBe(newest?.id);
    }));
});

describe('every later sweep', () => {
  test('changes nothing as long as nothing differs', () =>
    onAdopted({}, async (simulation, active) => {
      expect(await sweepIn(simulation)).toEqual({
        adoptions: [{ appliance: 'sophos', active, changes: [], problems: [] }],
        changes: [],
      });
    }));

  test('refreshes the template, and only that, when the instance has another type', () =>
    onAdopted({}, async (simulation, active) => {
      alter(simulation.world, active, { type: 'm5.xlarge' });
      const { adoptions, changes } = await sweepIn(simulation);
      expect(changes).toEqual(['CreateLaunchTemplateVersion']);
      expect(field(adoptions[0], 'changes')).toEqual(['launch template failover-dev-sophos refreshed']);
      expect(templateIn(simulation)[0]?.versions.at(-1)?.data).toMatchObject({ InstanceType: 'm5.xlarge' });
      expect(await sweepIn(simulation)).toMatchObject({ changes: [] });
    }));

  test('writes the tag that differs, and only that one', () =>
    onAdopted({}, async (simulation, active) => {
      tag(simulation.world, active, { [TAG.role]: 'replacement' });
      const { adoptions, changes } = await sweepIn(simulation);
      expect(changes).toEqual(['CreateTags']);
      expect(field(adoptions[0], 'changes')).toEqual([`${active} failover:role=active`]);
      const written = simulation.world.calls.findLast(({ action }) => action === 'CreateTags');
      expect(written?.input).toEqual({ Resources: [active], Tags: [{ Key: TAG.role, Value: 'active' }] });
    }));

  test('lets the alarm watch the holder of the address', () =>
    onAdopted({}, async (simulation, active) => {
      const alarm = simulation.world.cloudwatch.alarms.get('failover-dev-sophos-status-check');
      if (alarm) alarm.definition = { ...alarm.definition, Dimensions: [{ Name: 'InstanceId', Value: 'i-0' }] };
      // It watched another one until now, so that the probe proves itself anew.
      expect((await sweepIn(simulation)).changes).toEqual([
        ...['CreateTags', 'PutMetricAlarm', 'PutMetricAlarm', 'SetAlarmState'],
      ]);
      expect(watchedIn(simulation)).toBe(active);
    }));
});

describe('the sweep changes nothing, and says why', () => {
  const refusedIn = async (simulation: Simulation, why: RegExp): Promise<void> => {
    const { adoptions, changes } = await sweepIn(simulation);
    expect(adoptions).toMatchObject([{ appliance: 'sophos', refused: expect.stringMatching(why) }]);
    expect(changes).toEqual([]);
  };

  test('when the address belongs to another stack', () =>
    inAccount({ build: { addressTags: { [TAG.owner]: 'failover-prod' } } }, (simulation) =>
      refusedIn(simulation, /belongs to failover-prod, and this is failover-dev/),
    ));

  test('when there is no such address', () =>
    inAccount({}, async (simulation) => {
      simulation.world.ec2.addresses.clear();
      await refusedIn(simulation, /^floatingIp: no address 203\.0\.113\.10 in this account and Region/);
    }));

  test('when there is no good image to launch from', () =>
    inAccount({ build: { imageAgesHours: [] } }, (simulation) => refusedIn(simulation, /^image: none of the 0/)));

  test('for every reason at once, so that they are not fixed one by one', () =>
    inAccount({ build: { twins: ['instance'] } }, async (simulation) => {
      const instanceProfile = { arn: 'arn:aws:iam::123456789012:instance-profile/sophos', id: 'AIPA' };
      alter(simulation.world, holderIn(simulation), { state: 'stopped', instanceProfile });
      await refusedIn(
        simulation,
        /^i-\w+ is stopped; i-\w+ has an instance profile.*; instance: the Name .* ambiguous/,
      );
    }));

  test('while a takeover runs, which says itself who is active', () =>
    onAdopted({}, async (simulation, old) => {
      const ends = asIfRunning(simulation, 'takeover-sophos-g1');
      tag(simulation.world, old, { [TAG.role]: 'nobody' });
      expect(await sweepIn(simulation)).toMatchObject({
        adoptions: [{ appliance: 'sophos', refused: 'a takeover is running' }],
        changes: [],
      });
      ends();
      expect((await sweepIn(simulation)).changes).toEqual(['CreateTags']);
      expect(tagsOf(simulation.world, old)).toMatchObject({ [TAG.role]: 'active' });
    }));
});

test("one appliance's fault does not keep another from being adopted", () =>
  inAccount({}, async (simulation) => {
    const names = { vpc: 'other-vpc', instance: 'vpn', image: 'vpn', securityGroups: 'vpn' };
    const other = anAppliance({ name: 'vpn', floatingIp: '203.0.113.20', ...names });
    buildAccount(simulation.world, other, { imageAgesHours: [] });
    simulation.configuration.appliances.unshift(other);
    const { adoptions } = await sweepIn(simulation);
    expect(adoptions).toMatchObject([
      { appliance: 'vpn', refused: expect.stringMatching(/^image: /) },
      { appliance: 'sophos', active: holderIn(simulation), changes: expect.any(Array), problems: [] },
    ]);
    expect(watchedIn(simulation)).toBe(holderIn(simulation));
    const warned = simulation.lambda.log.filter(({ entry }) => entry.level === 'warn');
    expect(warned.map(({ entry }) => entry.appliance)).toEqual(['vpn']);
  }));

test('a scheduled sweep hands on its news alone: a destination record has room for no more (R21)', () =>
  inAccount({}, async (simulation) => {
    const other = anAppliance({ name: 'vpn', floatingIp: '203.0.113.20', image: 'vpn' });
    buildAccount(simulation.world, other, { imageAgesHours: [] });
    simulation.configuration.appliances.push(other);
    const scheduled = await playIn(simulation, 'sweep', { 'detail-type': 'Scheduled Event' });
    const sent = expect.objectContaining({ appliance: 'vpn', conditions: [expect.anything()] });
    expect(scheduled.output).toEqual({ appliances: [], news: expect.arrayContaining([sent]) });
    const asked = await playIn(simulation, 'sweep', {});
    expect(Object(asked.output).appliances).toHaveLength(2);
  }));
