/** VerifyTraffic: proves the move on a fresh read before it probes, and gives up only at the boot limit or at a death. */
import { describe, expect, test } from '@jest/globals';
import { aimRoute, alter, giveAddress } from '../../../support/console-hands.ts';
import { onStage, type Setting, type Stage } from '../../../support/step-stage.ts';

type Receiver = { instanceId: string; networkInterfaceId: string };

const onMoved = (
  story: (stage: Stage, receiver: Receiver) => Promise<void>,
  before?: (stage: Stage) => void,
  setting: Setting = {},
): Promise<void> =>
  onStage(setting, async (stage) => {
    before?.(stage);
    const receiver = await stage.launch();
    await stage.perform('move-traffic');
    await story(stage, receiver);
  });

/** From any image, it runs and never answers. */
const mute = ({ simulation, plan }: Stage): void => {
  for (const { imageId } of plan.placements) simulation.inject({ kind: 'image-never-answers', imageId });
};

describe('verifying', () => {
  test('ends when the appliance answers, and changes nothing', () =>
    onMoved(async (stage) => {
      const { output, changes } = await stage.play('verify-traffic');
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ answered: true, giveUp: false, detail: 'connected' });
      const { at } = Object(output);
      const { replacement } = stage.done;
      const booted = replacement?.outcome === 'running' ? Date.parse(replacement.runningAt) + 10_000 : Number.NaN;
      expect(Math.abs(Date.parse(at) - booted)).toBeLessThan(2_500);
    }));

  test('probes less than a minute in one go, and then asks to be called again', () =>
    onMoved(async (stage) => {
      const { clock } = stage.simulation;
      const startedMs = clock.nowMs();
      const { output } = await stage.play('verify-traffic');
      const detail = expect.stringMatching(/^no answer \d+ s after it began to run$/);
      expect(output).toMatchObject({ answered: false, giveUp: false, detail });
      expect(clock.nowMs() - startedMs).toBeLessThan(55_000);
    }, mute));

  test('gives up when the boot limit has passed without an answer', () =>
    onMoved(async (stage) => {
      const limit = { plan: { bootLimitSeconds: 120 } };
      expect((await stage.play('verify-traffic', limit)).output).toMatchObject({ answered: false, giveUp: false });
      await stage.simulation.clock.sleep(60_000);
      expect((await stage.play('verify-traffic', limit)).output).toMatchObject({ answered: false, giveUp: true });
    }, mute));

  test.each(['stopped', 'terminated'] as const)('gives up at once on a replacement that is %s', (state) =>
    onMoved(async (stage, { instanceId }) => {
      alter(stage.simulation.world, instanceId, { state });
      const detail = `the replacement ${instanceId} is ${state}`;
      expect((await stage.play('verify-traffic')).output).toMatchObject({ answered: false, giveUp: true, detail });
    }),
  );

  test('does not give up because EC2 cannot say how the replacement is', () =>
    onMoved(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'verify-traffic' });
      expect((await stage.play('verify-traffic')).output).toMatchObject({ answered: false, giveUp: false });
    }, mute));

  test('forgives a read that shows an old value once more', () =>
    onMoved(async (stage, receiver) => {
      const { allocationId } = stage.plan.address;
      const { networkInterfaceId } = stage.plan.old ?? {};
      giveAddress(stage.simulation.world, { allocationId, networkInterfaceId });
      giveAddress(stage.simulation.world, { allocationId, ...receiver }, { lagSeconds: 5 });
      expect((await stage.play('verify-traffic')).output).toMatchObject({ answered: true });
    }));
});

describe('a planned move', () => {
  const onSilent = (story: (stage: Stage, receiver: Receiver) => Promise<void>): Promise<void> =>
    onMoved(story, mute, { mode: 'switchover' });

  test('may stop its old instance once it was answered, and no other takeover gets that permission', () =>
    onMoved(
      async (stage) => {
        await stage.simulation.clock.sleep(20_000);
        expect((await stage.play('verify-traffic')).output).toMatchObject({ answered: true, stopOld: true });
        for (const plan of [{ mode: 'failover' }, { fencing: 'stop-first' }, { old: undefined }] as const)
          expect((await stage.play('verify-traffic', { plan })).output).not.toHaveProperty('stopOld');
      },
      undefined,
      { mode: 'switchover' },
    ));

  test('is rolled back after a minute of silence, and not before', () =>
    onSilent(async (stage) => {
      const { clock } = stage.simulation;
      expect((await stage.play('verify-traffic')).output).not.toHaveProperty('rollBack');
      await clock.sleep(15_000);
      const startedMs = clock.nowMs();
      await clock.sleep(0);
      for (let times = 0; times < 3; times++) {
        const { output } = await stage.play('verify-traffic');
        if (!Object(output).rollBack) continue;
        expect(output).toMatchObject({ answered: false, giveUp: true, rollBack: true });
        const movedAt = stage.done.move?.outcome === 'moved' ? Date.parse(stage.done.move.movedAt) : Number.NaN;
        expect(Date.parse(Object(output).at) - movedAt).toBeGreaterThanOrEqual(60_000);
        expect(clock.nowMs() - startedMs).toBeLessThan(20_000);
        return;
      }
      throw new Error('it was never rolled back');
    }));

  test('is rolled back at once when its new instance died', () =>
    onSilent(async (stage, { instanceId }) => {
      alter(stage.simulation.world, instanceId, { state: 'stopped' });
      expect((await stage.play('verify-traffic')).output).toMatchObject({ giveUp: true, rollBack: true });
    }));

  test('whose old instance is down is waited for until its boot limit, and has no way back', () =>
    onSilent(async (stage) => {
      alter(stage.simulation.world, stage.old, { state: 'stopped' });
      await stage.simulation.clock.sleep(60_000);
      const { output } = await stage.play('verify-traffic');
      const detail = expect.stringContaining(`; the old instance ${stage.old} is stopped`);
      expect(output).toMatchObject({ answered: false, giveUp: false, detail });
      expect(output).not.toHaveProperty('rollBack');
      const limit = { plan: { bootLimitSeconds: 60 } };
      expect((await stage.play('verify-traffic', limit)).output).toMatchObject({ answered: false, giveUp: true });
    }));

  test('of whose old instance EC2 says nothing is waited for, because unknown is no way back', () =>
    onSilent(async (stage) => {
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceStatus', caller: 'verify-traffic' });
      await stage.simulation.clock.sleep(60_000);
      const { output } = await stage.play('verify-traffic');
      expect(output).toMatchObject({ answered: false, giveUp: false });
      expect(output).not.toHaveProperty('rollBack');
    }));

  test('under a licence that forbids two copies is never rolled back: its old one was stopped first', () =>
    onSilent(async (stage) => {
      await stage.simulation.clock.sleep(60_000);
      const { output } = await stage.play('verify-traffic', { plan: { fencing: 'stop-first' } });
      expect(output).not.toHaveProperty('rollBack');
    }));
});

describe('the takeover stops with an invariant violated', () => {
  const stands = (what: string) => ({
    error: 'InvariantViolatedError',
    why: `the traffic does not stand where it was moved: ${what}`,
    changes: [],
  });

  test('when the address stands elsewhere', () =>
    onMoved(async (stage) => {
      const { allocationId } = stage.plan.address;
      const { networkInterfaceId } = stage.plan.old ?? {};
      giveAddress(stage.simulation.world, { allocationId, networkInterfaceId });
      expect(await stage.play('verify-traffic')).toMatchObject(stands(`203.0.113.10 -> ${stage.old}`));
    }));

  test('when one of the routes leads elsewhere', () =>
    onMoved(async (stage) => {
      const { routeTableId = '', destination = '' } = stage.plan.routes[1] ?? {};
      aimRoute(stage.simulation.world, { routeTableId, destination, target: undefined });
      const what = `${destination} in ${routeTableId} -> nothing`;
      expect(await stage.play('verify-traffic')).toMatchObject(stands(what));
    }));

  test('when no replacement runs', () =>
    onStage({}, async (stage) => {
      await stage.perform('claim', 'launch-replacement');
      expect(await stage.play('verify-traffic')).toMatchObject({ error: 'InvariantViolatedError' });
    }));
});

describe('any answer is believed', () => {
  test('only while the traffic is still there: it may have been moved by hand while nothing answered', () =>
    onMoved(async (stage) => {
      const { allocationId } = stage.plan.address;
      const { networkInterfaceId } = stage.plan.old ?? {};
      const played = stage.play('verify-traffic');
      await stage.simulation.clock.sleep(3_000);
      giveAddress(stage.simulation.world, { allocationId, networkInterfaceId });
      const why = `the traffic does not stand where it was moved: 203.0.113.10 -> ${stage.old}`;
      expect(await played).toMatchObject({ error: 'InvariantViolatedError', why });
    }));

  test('at once when the answer comes at once: each read more is outage', () =>
    onMoved(async (stage) => {
      const { clock, world } = stage.simulation;
      await clock.sleep(60_000);
      const before = world.calls.length;
      const startedAt = new Date(clock.nowMs()).toISOString();
      const { output } = await stage.play('verify-traffic');
      expect(output).toMatchObject({ answered: true, giveUp: false, detail: 'connected' });
      expect(Object(output).at >= startedAt).toBe(true);
      const reads = world.calls.slice(before).filter(({ action }) => action === 'DescribeAddresses');
      expect(reads).toHaveLength(1);
    }));
});
