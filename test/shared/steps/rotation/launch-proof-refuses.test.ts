/** LaunchProof, before anything is launched: what it must know, and what it says where that is not so. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { asked } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import type { Setting } from '../../../support/step-stage.ts';

const onAvailable = (setting: Setting, story: (stage: RotationStage) => Promise<void>): Promise<void> =>
  onNight(setting, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    await story(stage);
  });

/** Two zones of ten types each. */
const MANY = ['c5', 'c6i', 'm6i', 'r5', 'r6i', 't3', 'm7i', 'c7i', 'r7i'].map((family) => `${family}.large`);

const refused = (why: unknown, error = 'RefusedError') => ({ error, why, changes: [] });

describe('nothing is launched', () => {
  test('from an image that is not there yet', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      expect(await stage.play('launch-proof')).toMatchObject(refused(`${stage.done.image?.imageId} is pending`));
    }));

  test('from an image that is gone', () =>
    onAvailable({}, async (stage) => {
      stage.done.image = { ...Object(stage.done.image), imageId: 'ami-0000000000000dead' };
      expect(await stage.play('launch-proof')).toMatchObject(refused('ami-0000000000000dead is gone'));
    }));

  test('like an instance that EC2 does not know', () =>
    onAvailable({}, async (stage) => {
      stage.done.gate = { ...Object(stage.done.gate), active: 'i-0000000000000dead' };
      expect(await stage.play('launch-proof')).toMatchObject(refused('EC2 does not know i-0000000000000dead'));
    }));

  test('like one that cannot be read, which is asked for again', () =>
    onAvailable({}, async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstances' });
      const why = expect.stringMatching(`^${stage.active} is unreadable \\(UnauthorizedOperation: `);
      expect(await stage.play('launch-proof')).toMatchObject(refused(why, 'TransientError'));
    }));
});

test('every type in every other zone is tried once, the active one first, and each refusal is named', () =>
  onAvailable({ appliance: { instanceTypes: ['c5.large', 'm5.large'] } }, async (stage) => {
    stage.simulation.inject({ kind: 'no-capacity' });
    const { output } = await stage.play('launch-proof');
    const places = ['c', 'd'].flatMap((zone) =>
      ['m5.large', 'c5.large'].map((type) => `${type} in ap-northeast-1${zone}: InsufficientInstanceCapacity`),
    );
    expect(output).toMatchObject({ outcome: 'no-place', detail: `every place refused it: ${places.join('; ')}` });
    const tried = Object(output).refused.map(({ placement }: { placement: object }) => placement);
    expect(tried).toHaveLength(4);
  }));

test('no further place is begun when there is no time for it, and that says nothing about the image', () =>
  onAvailable({ appliance: { instanceTypes: MANY }, seed: 2 }, async (stage) => {
    stage.simulation.inject({ kind: 'no-capacity' });
    const { output } = await stage.play('launch-proof');
    const tried: number = Object(output).refused.length;
    expect(tried).toBeGreaterThan(7);
    expect(tried).toBeLessThan(20);
    const detail = expect.stringMatching(
      `^${tried} places refused it, and there was no time to ask the others: m5.large in ap-northeast-1c: Insuff`,
    );
    expect(output).toMatchObject({ outcome: 'no-place', detail });
  }));

test('of what was launched it says where, of which type, when, and what its service will be asked', () =>
  onAvailable(asked(), async (stage) => {
    const { output } = await stage.play('launch-proof');
    const [proof] = allTrue(stage.simulation.world.ec2.instances).filter(({ tags }) => tags[TAG.role] === 'proof');
    expect(output).toEqual({
      ...{ outcome: 'launched', instanceId: proof?.id, zone: proof?.zone, instanceType: 'm5.large' },
      subnetId: expect.stringMatching(/^subnet-/),
      launchedAt: new Date(stage.simulation.clock.nowMs()).toISOString(),
      question: expect.stringMatching(/^\w+$/),
    });
  }));

test('without a launch template it is launched as the active instance is', () =>
  onAvailable({}, async (stage) => {
    stage.simulation.world.ec2.launchTemplates.clear();
    const { error } = await stage.play('launch-proof');
    expect(error).toBe('');
    const [proof] = allTrue(stage.simulation.world.ec2.instances).filter(({ tags }) => tags[TAG.role] === 'proof');
    expect(proof).toMatchObject({ type: 'm5.large', keyName: 'company' });
  }));
