/** AwaitProof: booted once both status checks pass; what EC2 or people do to a proof is not the image's fault. */
import { describe, expect, test } from '@jest/globals';
import { launchedIn } from '../../../../shared/steps/rotation/facts.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { onProof, untilProven } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';

/** When the world says that this came true, in seconds since the launch. */
const secondsUntil = ({ simulation, done }: RotationStage, what: string): number => {
  const at = simulation.world.changes.find((change) => change.what === what)?.atMs ?? Number.NaN;
  return (at - Date.parse(Object(done.proof).launchedAt)) / 1000;
};

describe('awaiting the proof', () => {
  test('measures how long it took until it ran, and from then until it had booted; and changes nothing', () =>
    onProof([], async (stage, proof) => {
      const before = stage.simulation.world.changes.length;
      await untilProven(stage);
      const { proven } = stage.done;
      expect(proven).toMatchObject({ outcome: 'booted', booted: true, service: 'not verified' });
      const ran = secondsUntil(stage, `${proof} running`);
      expect(Math.abs((proven?.launchSeconds ?? 0) - ran)).toBeLessThan(4);
      expect(proven?.seconds).toBeGreaterThan(100);
      expect(proven?.seconds).toBeLessThan(300);
      expect(stage.simulation.world.changes.slice(before).map(({ by }) => by)).not.toContain('await-proof');
    }));

  test('takes a young one that is not found for pending', () =>
    onProof([], async (stage) => {
      stage.done.proof = { ...Object(stage.done.proof), instanceId: 'i-0000000000000dead' };
      await stage.perform('await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'waiting', booted: false, waitSeconds: 20 });
    }));

  test('says that the image did not boot when its checks fail for half an hour', () =>
    onNight({}, async (stage) => {
      const { simulation, active } = stage;
      await stage.perform('gate-rotation', 'create-image');
      simulation.world.ec2.imageFlaws.set(stage.done.image?.imageId ?? '', 'dead');
      await stage.untilAvailable();
      await stage.perform('launch-proof');
      await untilProven(stage);
      const detail = expect.stringMatching(/instance-impaired after [12]\d{3} s/);
      expect(stage.done.proven).toMatchObject({ outcome: 'failed', booted: false, detail });
      expect(active).not.toBe(Object(stage.done.proof).instanceId);
    }));

  test('says that the image did not boot when EC2 cannot read its EBS snapshot', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      await stage.untilAvailable();
      const imageId = stage.done.image?.imageId ?? '';
      stage.simulation.inject({ kind: 'image-broken', imageId, shows: 'later' });
      await stage.perform('launch-proof');
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/InvalidSnapshot/) });
    }));

  test('comes to no verdict when EC2 gives the launch up for want of capacity', () =>
    onProof([{ kind: 'no-capacity', shows: 'later' }], async (stage) => {
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', booted: false });
    }));

  test('comes to no verdict when it never came to run', () =>
    onProof([{ kind: 'stuck-pending' }], async (stage) => {
      await untilProven(stage);
      const detail = expect.stringMatching(/not running yet after [12]\d{3} s/);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', detail });
    }));

  test('reaches no verdict when it was stopped by hand', () =>
    onProof([], async (stage, proof) => {
      await stage.perform('await-proof');
      stage.simulation.inject({ kind: 'stopped-by-person', instanceId: proof });
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive' });
    }));

  test.each([
    ['cannot be read', { kind: 'deny', action: 'DescribeInstanceStatus', caller: 'await-proof' }],
    [
      'are asked for too often',
      { kind: 'fail', action: 'DescribeInstanceStatus', code: 'RequestLimitExceeded', status: 503, times: 9_999 },
    ],
  ] as const)('comes to no verdict when its checks %s for half an hour', (_what, fault) =>
    onProof([], async (stage) => {
      await stage.perform('await-proof');
      stage.simulation.inject(fault);
      await untilProven(stage);
      const detail = expect.stringMatching(/its status is (unknown|throttled) after 1[89]\d\d s/);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', booted: false, detail });
    }),
  );

  test('comes to no verdict when its zone is lost', () =>
    onProof([], async (stage) => {
      await stage.perform('await-proof');
      stage.simulation.inject({ kind: 'zone-lost', zone: launchedIn(stage.done)?.zone ?? '' });
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', booted: false });
    }));

  test('gives it up at once when a takeover begins, so that its room is free', () =>
    onProof([], async (stage) => {
      await stage.perform('await-proof');
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      await stage.perform('await-proof');
      const detail = expect.stringMatching(/given up, because a takeover of sophos is running/);
      expect(stage.done.proven).toMatchObject({
        outcome: 'inconclusive',
        booted: false,
        gaveWay: true,
        waitSeconds: 0,
        detail,
      });
    }));

  test('gives it up when the address is held by another instance by now', () =>
    onProof([], async (stage, proof) => {
      stage.done.gate = { ...Object(stage.done.gate), active: proof };
      await stage.perform('await-proof');
      const detail = expect.stringMatching(/holds the address by now, and no longer i-/);
      expect(stage.done.proven).toMatchObject({ outcome: 'inconclusive', detail });
    }));

  test('takes what cannot be read neither for booted nor for dead', () =>
    onProof([{ kind: 'deny', action: 'DescribeInstances', caller: 'await-proof' }], async (stage) => {
      await stage.perform('await-proof');
      expect(stage.done.proven).toMatchObject({ outcome: 'waiting', booted: false });
    }));
});
