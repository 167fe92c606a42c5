/** CreateImage: one image for one name, marked from its first moment, and never beside a takeover. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { takeImage } from '../../../support/account-images.ts';
import { giveAddress } from '../../../support/console-hands.ts';
import { IN_THE_WAY } from '../../../support/in-the-way.ts';
import { imageIn, onNight, type RotationStage, TONIGHT } from '../../../support/rotation-stage.ts';
import type { Setting } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';

const NAME = 'sophos_20261121_0301';

const named = ({ simulation }: RotationStage) =>
  allTrue(simulation.world.ec2.images).filter(({ name }) => name === NAME);

describe('taking the image', () => {
  test('marks it and its EBS snapshots in the same request, without a reboot', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      const { id, name, state, tags, mappings } = imageIn(stage);
      const ours = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev', [TAG.by]: TONIGHT };
      expect({ name, state }).toEqual({ name: NAME, state: 'pending' });
      expect(tags).toEqual({ ...ours, [TAG.image]: 'candidate', [TAG.createdFrom]: stage.active });
      const { ebsSnapshots } = stage.simulation.world.ec2;
      const snapshots = mappings.map(({ ebsSnapshotId }) => truth(ebsSnapshots, ebsSnapshotId ?? '')?.tags);
      expect(snapshots).toEqual([ours]);
      expect(stage.done.image).toMatchObject({ imageId: id, name });
      const [call] = stage.simulation.world.calls.filter(({ action }) => action === 'CreateImage');
      expect(call?.input).toMatchObject({ NoReboot: true });
    }));

  test('with a reboot where the configuration says so', () => {
    const keep = { last: 7, daily: 0, weekly: 0, monthly: 0 };
    const schedule = { schedule: 'rate(1 day)', timezone: 'UTC', keep, lineDays: 30, prove: 'never' as const };
    return onNight({ appliance: { rotation: { ...schedule, reboot: true } } }, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      const [call] = stage.simulation.world.calls.filter(({ action }) => action === 'CreateImage');
      expect(call?.input).toMatchObject({ NoReboot: false });
    });
  });

  test('asks again whether it is healthy when the gate looked more than a minute ago', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      await stage.simulation.clock.sleep(30_000);
      stage.simulation.inject({ kind: 'service-dead', instanceId: stage.active });
      await stage.simulation.clock.sleep(40_000);
      const refused = { error: 'RefusedError', why: expect.stringMatching(/does not answer its probe/), changes: [] };
      expect(await stage.play('create-image')).toMatchObject(refused);
    }));

  test('waits when it is unknown', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      await stage.simulation.clock.sleep(70_000);
      stage.simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      expect(await stage.play('create-image')).toMatchObject({ error: 'TransientError', changes: [] });
    }));

  test('again finds the same one, also while it is not visible yet', () =>
    onNight({}, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 8 });
      await stage.perform('gate-rotation', 'create-image');
      const first = stage.done.image?.imageId;
      await stage.perform('create-image');
      expect(stage.done.image?.imageId).toBe(first);
      expect(named(stage).length).toBe(1);
    }));

  test('makes one image although the answer got lost', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      stage.simulation.inject({ kind: 'lose-answer', action: 'CreateImage', times: 1 });
      await stage.perform('create-image');
      expect(named(stage).map(({ id }) => id)).toEqual([stage.done.image?.imageId]);
    }));

  test('asks to be called again when the volume was copied a moment ago', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      const code = 'SnapshotCreationPerVolumeRateExceeded';
      stage.simulation.inject({ kind: 'fail', action: 'CreateImage', code, status: 400, times: 1 });
      expect(await stage.play('create-image')).toMatchObject({ error: 'TransientError' });
    }));
});

const REBOOTING: Setting = {
  appliance: {
    rotation: {
      ...{ schedule: 'rate(1 day)', timezone: 'UTC', lineDays: 30, prove: 'never', reboot: true },
      keep: { last: 7, daily: 0, weekly: 0, monthly: 0 },
    },
  },
};

const excuseIn = ({ simulation }: RotationStage): string | undefined => addressTagsIn(simulation)[TAG.rebootingUntil];

describe('a reboot for the image', () => {
  test('is announced on the address before it is asked for, for as long as a boot may take', () =>
    onNight(REBOOTING, async (stage) => {
      await stage.perform('gate-rotation');
      const { changes } = await stage.play('create-image');
      expect(changes).toEqual(['CreateTags', 'CreateImage']);
      const secondsLeft = (Date.parse(excuseIn(stage) ?? '') - stage.simulation.clock.nowMs()) / 1000;
      expect(secondsLeft).toBeGreaterThan(1_190);
      expect(secondsLeft).toBeLessThanOrEqual(1_200);
    }));

  test('is not done when it cannot be announced', () =>
    onNight(REBOOTING, async (stage) => {
      await stage.perform('gate-rotation');
      stage.simulation.inject({ kind: 'deny', action: 'CreateTags', caller: 'create-image' });
      expect((await stage.play('create-image')).error).toBe('RefusedError');
      expect(stage.simulation.world.calls.filter(({ action }) => action === 'CreateImage')).toEqual([]);
    }));

  test('is excused no longer when EC2 has refused it', () =>
    onNight(REBOOTING, async (stage) => {
      await stage.perform('gate-rotation');
      stage.simulation.inject({ kind: 'deny', action: 'CreateImage', caller: 'create-image' });
      expect(await stage.play('create-image')).toMatchObject({ error: 'RefusedError' });
      expect(Date.parse(excuseIn(stage) ?? '')).toBeLessThanOrEqual(stage.simulation.clock.nowMs());
    }));

  test('is done once, although the answer was lost and the appliance is silent by now', () =>
    onNight(REBOOTING, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      const excuse = excuseIn(stage);
      await stage.simulation.clock.sleep(61_000);
      expect(await stage.play('create-image')).toMatchObject({ error: '', changes: [] });
      expect(excuseIn(stage)).toBe(excuse);
    }));
});

describe('taking the image is refused', () => {
  test.each([
    ['a stranger', {}, undefined, /which is not ours/],
    ['one of another instance', { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' }, 'i-0f', /was made of i-0f/],
  ] as const)('when its name is taken by %s', (_, tags, sourceInstanceId, why) =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      const id = takeImage(stage.simulation, { name: NAME, tags, sourceInstanceId });
      const refused = await stage.play('create-image');
      expect(refused).toMatchObject({ error: 'RefusedError', why: expect.stringMatching(why) });
      expect(refused.why).toContain(id);
    }),
  );

  test('when one of ours of that name has failed', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      const tags = { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };
      takeImage(stage.simulation, { name: NAME, tags, sourceInstanceId: stage.active, state: 'failed' });
      expect((await stage.play('create-image')).why).toMatch(/which is failed/);
    }));

  test('when another instance holds the address by now', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      const { simulation } = stage;
      giveAddress(simulation.world, { ...addressIn(simulation), networkInterfaceId: undefined });
      expect(await stage.play('create-image')).toMatchObject({
        ...{ error: 'RefusedError', why: expect.stringMatching(/no instance holds the address/), changes: [] },
      });
    }));

  test.each(IN_THE_WAY)('when $what', ({ happen, error, why }) =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      happen(stage.simulation);
      const refused = { error, why: expect.stringMatching(why), changes: [] };
      expect(await stage.play('create-image')).toMatchObject(refused);
    }),
  );
});
