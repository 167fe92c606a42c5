/** `remove`: the account is as it was before the deployment, apart from images, instances and the address. */
import { describe, expect, test } from '@jest/globals';
import { putMetricAlarm } from '../../../simulator/account/cloudwatch/put-metric-alarm.ts';
import { allTrue } from '../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../support/appliances.ts';
import { inScenario, personWho } from '../../support/command-line.ts';

const OVER = { scenario: 'own-appliance-dies' };

function doorWith(code: number) {
  const asked: string[][] = [];
  const framework = async (words: string[]): Promise<number> => {
    asked.push(words);
    return code;
  };
  return { asked, door: { framework } };
}

const madeIn = ({ world }: Simulation) => ({
  alarms: [...world.cloudwatch.alarms.keys()].filter((name) => name.startsWith('failover-dev-sophos')),
  templates: allTrue(world.ec2.launchTemplates).map(({ name }) => name),
  groups: allTrue(world.ec2.securityGroups)
    .map(({ name }) => name)
    .filter((name) => name.startsWith('failover-')),
  tags: [...allTrue(world.ec2.addresses), ...allTrue(world.ec2.instances)].flatMap(({ tags }) =>
    Object.keys(tags).filter((key) => key.startsWith('failover:')),
  ),
});

const keptIn = ({ world }: Simulation) => ({
  instances: allTrue(world.ec2.instances).map(({ id, state }) => `${id} ${state}`),
  images: allTrue(world.ec2.images).map(({ id, tags }) => `${id} ${JSON.stringify(tags)}`),
  holders: allTrue(world.ec2.addresses).map(({ id, associationId }) => `${id} ${associationId}`),
});

describe('a deployment', () => {
  test('leaves nothing of ours but images, and no instance is touched', () => {
    const { asked, door } = doorWith(0);
    return inScenario({ ...OVER, door }, async ({ run, simulation }) => {
      expect(madeIn(simulation).tags.length).toBeGreaterThan(5);
      const before = keptIn(simulation);
      const { code, out } = await run('remove', '--yes');
      expect(out).toMatch(/^goes: the stack of stage dev in ap-northeast-1/);
      expect(out).toMatch(/^removed: launch template lt-\w+$/m);
      expect(asked).toEqual([['remove', '--stage', 'dev', '--region', 'ap-northeast-1']]);
      expect(code).toBe(0);
      await simulation.clock.sleep(10_000);
      expect(madeIn(simulation)).toEqual({ alarms: [], templates: [], groups: [], tags: [] });
      expect(keptIn(simulation)).toEqual(before);
    });
  });

  test('whose stack the framework cannot remove keeps everything: 1', () => {
    const { door } = doorWith(1);
    return inScenario({ ...OVER, door }, async ({ run, simulation }) => {
      const before = madeIn(simulation);
      const { code, out, changes } = await run('remove', '--yes');
      expect(out).toMatch(/the framework could not remove the stack \(see above\); takeovers are paused for a day/);
      expect({ code, changes }).toEqual({ code: 1, changes: ['CreateTags'] });
      const { tags: _, ...others } = madeIn(simulation);
      expect(before).toMatchObject(others);
    });
  });

  test('is not removed while a takeover runs, and none can begin before the stack is gone', () => {
    const { asked, door } = doorWith(0);
    return inScenario({ scenario: 'zone-lost', atSeconds: 160, door }, async ({ run }) => {
      const { code, complaints, changes } = await run('remove', '--yes');
      expect(complaints).toMatch(/^the deployment is not removed while it works: takeover-sophos-g1; wait until/);
      expect({ code, changes, asked }).toEqual({ code: 3, changes: [], asked: [] });
    });
  });

  test('that has an appliance which the file does not name is refused: 3', () => {
    const { door } = doorWith(0);
    const other = anAppliance({ name: 'vpn', floatingIp: '203.0.113.20' });
    const configuration = () => ({ region: 'ap-northeast-1', appliances: [other] });
    return inScenario({ ...OVER, door: { ...door, configuration } }, async ({ run }) => {
      const { code, complaints, changes } = await run('remove', '--yes');
      expect(complaints).toMatch(/^sophos is deployed and not in the file; name the file that was deployed/);
      expect({ code, changes }).toEqual({ code: 3, changes: [] });
    });
  });

  test.each([
    ['another name', 'nothing was removed', 3, []],
    ['dev', 'the stack is removed', 0, [['remove', '--stage', 'dev', '--region', 'ap-northeast-1']]],
  ])('is removed once its name is typed: %s', (answer, said, code, words) => {
    const { asked, door } = doorWith(0);
    const person = personWho(answer);
    return inScenario({ ...OVER, door: { ...door, person } }, async ({ run }) => {
      const ran = await run('remove');
      expect(ran.out).toContain(said);
      expect({ code: ran.code, asked }).toEqual({ code, asked: words });
      expect(person.asked).toEqual(['Type the name of the stage to remove it now: ']);
    });
  });
});

describe('what is not provably ours', () => {
  test('stays, and is listed: an alarm that was changed, a template of another author, a group without our tags', () => {
    const { door } = doorWith(0);
    return inScenario({ ...OVER, door }, async ({ run, simulation }) => {
      const { world } = simulation;
      const AlarmName = 'failover-dev-sophos-probe';
      const definition = world.cloudwatch.alarms.get(AlarmName)?.definition;
      putMetricAlarm(world, { ...structuredClone(definition), AlarmName, Threshold: 7 } as never);
      for (const template of allTrue(world.ec2.launchTemplates)) {
        for (const version of template.versions)
          Object.assign(version, { createdBy: 'arn:aws:sts::123456789012:assumed-role/admin/ada' });
      }
      for (const group of allTrue(world.ec2.securityGroups))
        if (group.name.startsWith('failover-')) Object.assign(group, { tags: {} });
      const { out } = await run('remove', '--yes');
      expect(out).toMatch(/stays: alarm failover-dev-sophos-probe: it is not as we define it$/m);
      expect(out).toMatch(/stays: launch template lt-\w+: its newest version is not ours$/m);
      expect(madeIn(simulation)).toMatchObject({ alarms: [AlarmName], templates: ['failover-dev-sophos'] });
    });
  });

  test('the tags of an address that another stack has taken stay', () => {
    const { door } = doorWith(0);
    return inScenario({ ...OVER, door }, async ({ run, simulation }) => {
      for (const address of allTrue(simulation.world.ec2.addresses))
        Object.assign(address.tags, { 'failover:owner': 'failover-prod' });
      await simulation.clock.sleep(10_000);
      const { out } = await run('remove', '--yes');
      expect(out).toMatch(/stays: the tags of 203\.0\.113\.10 and of its instances: it belongs to failover-prod$/m);
      expect(madeIn(simulation).tags).toContain('failover:owner');
    });
  });
});
