/** AwaitImage: one look, pending for a day at most, and no taking "not found" for failed while it is young. */
import { describe, expect, test } from '@jest/globals';
import { imageWaitSeconds } from '../../../../shared/domain/images/rotation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { onNight } from '../../../support/rotation-stage.ts';
import { addressTagsIn } from '../../../support/swept.ts';

describe('awaiting the image', () => {
  test('says pending, and how long to wait, then available, and since when; and changes nothing', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image', 'await-image');
      expect(stage.done.state).toMatchObject({ state: 'pending', waitSeconds: 30 });
      await stage.untilAvailable();
      expect(stage.done.state).toMatchObject({
        state: 'available',
        availableAt: expect.stringMatching(/^2026-11-21T03/),
      });
      expect((await stage.play('await-image')).changes).toEqual([]);
    }));

  test('waits for the appliance that was rebooted for it, and no longer than that is excused', () => {
    const keep = { last: 7, daily: 0, weekly: 0, monthly: 0 };
    const rotation = {
      schedule: 'rate(1 day)',
      timezone: 'UTC',
      keep,
      lineDays: 30,
      prove: 'never' as const,
      reboot: true,
    };
    return onNight({ appliance: { rotation } }, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      const { simulation, active } = stage;
      simulation.inject({ kind: 'service-dead', instanceId: active });
      const excused = Date.parse(addressTagsIn(simulation)[TAG.rebootingUntil] ?? '');
      const looked: { atMs: number; detail?: string }[] = [];
      while (stage.done.state?.state !== 'available') {
        await simulation.clock.sleep(60_000);
        await stage.perform('await-image');
        looked.push({ atMs: simulation.clock.nowMs(), ...stage.done.state });
      }
      const waited = looked.filter(({ detail }) => detail?.includes('does not answer its probe, excused until'));
      expect(waited.length).toBeGreaterThan(2);
      expect(waited.every(({ atMs }) => atMs < excused + 10_000)).toBe(true);
      expect(looked.at(-1)?.atMs).toBeLessThan(excused + 70_000);
    });
  });

  test('takes a young one that is not found for pending', () =>
    onNight({}, async (stage) => {
      stage.simulation.inject({ kind: 'stale-reads', seconds: 60 });
      await stage.perform('gate-rotation', 'create-image', 'await-image');
      expect(stage.done.state).toMatchObject({ state: 'pending', detail: expect.stringMatching(/not found/) });
    }));

  test('takes an old one that is not found for failed', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      const { image } = stage.done;
      if (image) stage.done.image = { ...image, imageId: 'ami-0000000000000dead' };
      await stage.simulation.clock.sleep(400_000);
      await stage.perform('await-image');
      expect(stage.done.state).toMatchObject({ state: 'failed' });
    }));

  test('says failed when EC2 could not make it', () =>
    onNight({}, async (stage) => {
      stage.simulation.inject({ kind: 'image-fails' });
      await stage.perform('gate-rotation', 'create-image');
      await stage.untilAvailable();
      expect(stage.done.state).toMatchObject({ state: 'failed' });
    }));

  test('gives up after a day', () =>
    onNight({}, async (stage) => {
      stage.simulation.inject({ kind: 'image-slow', seconds: 200_000 });
      await stage.perform('gate-rotation', 'create-image');
      await stage.simulation.clock.sleep(86_000_000);
      await stage.perform('await-image');
      expect(stage.done.state).toMatchObject({ state: 'pending' });
      await stage.simulation.clock.sleep(400_000);
      await stage.perform('await-image');
      expect(stage.done.state).toMatchObject({ state: 'timed-out' });
    }));

  test('asks to be called again when EC2 does not answer', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      stage.simulation.inject({ kind: 'fail', action: 'DescribeImages', code: 'Unavailable', times: 9, status: 503 });
      expect(await stage.play('await-image')).toMatchObject({ error: 'TransientError' });
    }));

  test('waits longer and longer, and for no more than two hours', () => {
    expect([0, 100, 600, 100_000].map(imageWaitSeconds)).toEqual([30, 50, 300, 7_200]);
  });

  test('is never reached without an image', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation');
      expect(await stage.play('await-image')).toMatchObject({ error: 'InvariantViolatedError' });
    }));
});
