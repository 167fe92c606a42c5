/** AwaitHealthy: a switchover waits for both status checks, and for nothing any more once the old one has failed. */
import { describe, expect, test } from '@jest/globals';
import { alter } from '../../../support/console-hands.ts';
import { onStage, type Played, type Stage } from '../../../support/step-stage.ts';

const SWITCHOVER = { mode: 'switchover' } as const;

const killed = ({ simulation }: Stage, instanceId: string): void =>
  simulation.inject({ kind: 'host-dead', instanceId });

/** As the state machine does: again and again, until it is content or gives up. */
async function playUntilDecided(stage: Stage): Promise<Played[]> {
  const played: Played[] = [];
  for (let times = 0; times < 30; times++) {
    const one = await stage.play('await-healthy');
    played.push(one);
    if (one.error || Object(one.output).healthy) break;
  }
  return played;
}

describe('a replacement is healthy', () => {
  test('when both status checks pass, which takes minutes and several calls', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      const played = await playUntilDecided(stage);
      expect(played.length).toBeGreaterThan(2);
      expect(played[0]?.output).toMatchObject({ healthy: false, detail: expect.stringMatching(/^waited \d+ s$/) });
      expect(played.at(-1)?.output).toMatchObject({ healthy: true, detail: 'both status checks pass' });
      expect(played.flatMap(({ changes }) => changes)).toEqual([]);
    }));

  test('enough at once when the old one is impaired and silent', () =>
    onStage(SWITCHOVER, async (stage) => {
      killed(stage, stage.old);
      await stage.launch();
      const last = (await playUntilDecided(stage)).at(-1);
      const detail = `the old one failed meanwhile: ${stage.old} is impaired and silent`;
      expect(last?.output).toMatchObject({ healthy: true, detail });
    }));

  test.each(['stopping', 'stopped', 'terminated'] as const)('enough at once when the old one is %s', (state) =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      alter(stage.simulation.world, stage.old, { state });
      const detail = `the old one failed meanwhile: ${stage.old} is ${state}`;
      expect((await playUntilDecided(stage))[0]?.output).toMatchObject({ healthy: true, detail });
    }),
  );

  test('enough at once when there is no old one', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      const { output } = await stage.play('await-healthy', { plan: { old: undefined } });
      expect(output).toMatchObject({ healthy: true, detail: 'the old one failed meanwhile: there is none' });
    }));
});

describe('the boot that was measured', () => {
  const measured = (seconds: number, more: object = {}) => ({
    plan: { measuredBoot: { seconds, at: '2026-11-21T02:00:00.000Z', imageId: 'ami-new' }, ...more },
  });

  test('is waited for since the replacement runs, although both status checks pass', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      await stage.simulation.clock.sleep(300_000);
      const detail = expect.stringMatching(/^waited 3\d\d s of the 600 s that a boot was measured to take$/);
      expect((await stage.play('await-healthy', measured(600))).output).toMatchObject({ healthy: false, detail });
      await stage.simulation.clock.sleep(300_000);
      expect((await stage.play('await-healthy', measured(600))).output).toMatchObject({ healthy: true });
    }));

  test.each([
    ['the boot limit is over', { bootLimitSeconds: 200 }],
    [
      'it finishes another takeover, which may have moved some of the traffic',
      { finish: { instanceId: 'i-1', generation: 1 } },
    ],
    ['the old instance was stopped first', { fencing: 'stop-first' }],
  ])('is waited for no longer when %s', (_, more) =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      await stage.simulation.clock.sleep(300_000);
      expect((await stage.play('await-healthy', measured(600, more))).output).toMatchObject({ healthy: true });
    }),
  );

  test('is waited for no longer when the old one has failed', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      alter(stage.simulation.world, stage.old, { state: 'stopped' });
      expect((await stage.play('await-healthy', measured(600))).output).toMatchObject({ healthy: true });
    }));

  test('is no reason to give up on one that is not healthy yet', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      stage.simulation.inject({ kind: 'deny', action: 'DescribeInstanceStatus', caller: 'await-healthy' });
      await stage.simulation.clock.sleep(1_000_000);
      expect((await stage.play('await-healthy', measured(1200))).output).toMatchObject({ healthy: false });
      expect(await stage.play('await-healthy', measured(600))).toMatchObject({ error: 'RefusedError' });
    }));
});

describe('the traffic goes on waiting', () => {
  test('while the old one is only called impaired, and no probe is possible', () =>
    onStage(SWITCHOVER, async (stage) => {
      const { instanceId } = await stage.launch();
      killed(stage, instanceId);
      killed(stage, stage.old);
      stage.simulation.inject({ kind: 'prober-cut-off' });
      await stage.simulation.clock.sleep(150_000);
      expect((await stage.play('await-healthy')).output).toMatchObject({ healthy: false });
      stage.simulation.repair({ kind: 'prober-cut-off' });
      expect((await stage.play('await-healthy')).output).toMatchObject({ healthy: true });
    }));

  test('while EC2 cannot say anything of either', () =>
    onStage(SWITCHOVER, async (stage) => {
      await stage.launch();
      await stage.simulation.clock.sleep(300_000);
      for (const action of ['DescribeInstances', 'DescribeInstanceStatus']) {
        stage.simulation.inject({ kind: 'deny', action, caller: 'await-healthy' });
      }
      expect((await stage.play('await-healthy')).output).toMatchObject({ healthy: false });
    }));

  test('for a quarter of an hour, and then the switchover is given up', () =>
    onStage(SWITCHOVER, async (stage) => {
      const { instanceId } = await stage.launch();
      killed(stage, instanceId);
      const played = await playUntilDecided(stage);
      const why = expect.stringMatching(new RegExp(`^${instanceId} has not passed its status checks in 9\\d\\d s$`));
      expect(played.at(-1)).toMatchObject({ error: 'RefusedError', why });
      expect(played.length).toBeGreaterThan(15);
    }));
});

test('without a running replacement there is nothing to wait for', () =>
  onStage(SWITCHOVER, async (stage) => {
    await stage.perform('claim', 'launch-replacement');
    expect(await stage.play('await-healthy')).toMatchObject({ error: 'InvariantViolatedError' });
  }));
