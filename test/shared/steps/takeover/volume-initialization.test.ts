/** `volumeInitialization`: the rate at which EBS reads the volumes of a launch, and what happens where it is refused. */
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import type { LaunchTemplateRecord } from '../../../../simulator/account/ec2/state.ts';
import { idOf, onClaimed } from '../../../support/claimed.ts';
import { onStage, type Played, type Setting, type Stage } from '../../../support/step-stage.ts';

const AT_300: Setting = { appliance: { volumeInitialization: 300 } };

const ratesOf = ({ simulation: { world } }: Stage, instanceId: string): (number | undefined)[] =>
  (truth(world.ec2.instances, instanceId)?.volumeIds ?? []).map(
    (id) => truth(world.ec2.volumes, id)?.initializationRate,
  );

const requests = ({ simulation: { world } }: Stage) =>
  world.calls.filter(({ action }) => action === 'RunInstances').map(({ input }) => input);

const launched = (stage: Stage, played: Played) => ratesOf(stage, idOf(played));

const templateIn = ({ simulation: { world } }: Stage): LaunchTemplateRecord => {
  const [template] = [...world.ec2.launchTemplates.keys()].flatMap((id) => truth(world.ec2.launchTemplates, id) ?? []);
  if (!template) throw new Error('the sweep wrote no launch template');
  return template;
};

const NO_RATE = { code: 'InvalidParameterValue', status: 400, message: 'VolumeInitializationRate is not supported' };

describe('a replacement', () => {
  test('has its volumes read at the configured rate', () =>
    onClaimed(AT_300, async (stage) => {
      expect(launched(stage, await stage.play('launch-replacement'))).toEqual([300]);
    }));

  test('has no rate where none is configured', () =>
    onClaimed({}, async (stage) => {
      expect(launched(stage, await stage.play('launch-replacement'))).toEqual([undefined]);
      expect(requests(stage)[0]).not.toHaveProperty('BlockDeviceMappings');
    }));

  test('is launched without the rate where EC2 refuses it, in the same placement', () =>
    onClaimed(AT_300, async (stage) => {
      stage.simulation.inject({ kind: 'fail', action: 'RunInstances', ...NO_RATE, times: 1 });
      const played = await stage.play('launch-replacement');
      expect(played.output).toMatchObject({ placementIndex: 0, without: ['volume-initialization'] });
      expect(launched(stage, played)).toEqual([undefined]);
    }));

  test('is launched without the rate after one that died', () =>
    onClaimed(AT_300, async (stage) => {
      const first = await stage.play('launch-replacement');
      stage.done = {
        launch: Object(first.output),
        replacement: { outcome: 'dead', instanceId: idOf(first), why: 'a quota', scope: 'placement', terminate: true },
      };
      expect(launched(stage, await stage.play('launch-replacement'))).toEqual([undefined]);
    }));

  test.each([
    ['with the rate', 0],
    ['without the rate, which EC2 had refused', 1],
  ])('is adopted by a retry of the same step when it was launched %s', (_how, times) =>
    onClaimed(AT_300, async (stage) => {
      stage.simulation.inject({ kind: 'fail', action: 'RunInstances', ...NO_RATE, times });
      const first = await stage.play('launch-replacement');
      expect((await stage.play('launch-replacement')).output).toMatchObject({ adopted: true, instanceId: idOf(first) });
    }),
  );
});

describe('the launch template', () => {
  test('has the rate for the devices of its image', () =>
    onStage(AT_300, async (stage) => {
      const { data } = templateIn(stage).versions.at(-1) ?? {};
      expect(data?.BlockDeviceMappings).toEqual([{ DeviceName: '/dev/sda1', Ebs: { VolumeInitializationRate: 300 } }]);
    }));

  test('is not named in the launch of an image that lacks one of those devices', () =>
    onClaimed(AT_300, async (stage) => {
      stage.plan.blueprint.templateDevices = ['/dev/sda1', '/dev/sdz'];
      await stage.play('launch-replacement');
      expect(requests(stage)[0]).not.toHaveProperty('LaunchTemplate');
    }));

  test('is written again, by the next sweep, when the configuration has another rate', () =>
    onStage(AT_300, async (stage) => {
      const before = templateIn(stage).versions.length;
      for (const appliance of stage.simulation.configuration.appliances)
        Object.assign(appliance, { volumeInitialization: 100 });
      await stage.simulation.invoke('sweep', {});
      expect(templateIn(stage).versions).toHaveLength(before + 1);
    }));
});
