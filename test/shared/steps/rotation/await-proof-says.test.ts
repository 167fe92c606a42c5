/** AwaitProof, in full: what it says of a proof at each look, and what it still knows of the looks before. */
import { describe, expect, test } from '@jest/globals';
import { launchedIn } from '../../../../shared/steps/rotation/facts.ts';
import { alter } from '../../../support/console-hands.ts';
import { asked, onProof, untilProven } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';

const AN_INSTANT = expect.stringMatching(/^2026-11-21T03:\d\d:\d\d/);

const look = async (stage: RotationStage) => {
  await stage.perform('await-proof');
  return stage.done.proven;
};

const untilChecked = async (stage: RotationStage): Promise<void> => {
  while (stage.done.proven?.checkedAt === undefined) {
    await stage.perform('await-proof');
    if (stage.done.proven?.ask) await stage.perform('prove-service');
    else await stage.simulation.clock.sleep(20_000);
  }
};

const WAITING = { outcome: 'waiting', booted: false, waitSeconds: 20, service: 'not verified' };

describe('of a proof it says', () => {
  test('that it does not run yet, and since when it was waited for', () =>
    onProof([{ kind: 'stuck-pending' }], async (stage, proof) => {
      expect(JSON.parse(JSON.stringify(await look(stage)))).toEqual({
        ...WAITING,
        detail: expect.stringMatching(`^${proof}: not running yet after (3\\d|28|29) s$`),
      });
    }));

  test('that its checks do not pass yet, since when it runs, and what they said last', () =>
    onProof([], async (stage, proof) => {
      const proven = await look(stage);
      const launchedAt = launchedIn(stage.done)?.launchedAt ?? '';
      const launchSeconds = Math.round((Date.parse(proven?.runningAt ?? '') - Date.parse(launchedAt)) / 1000);
      expect(JSON.parse(JSON.stringify(proven))).toEqual({
        ...{ ...WAITING, runningAt: AN_INSTANT, launchSeconds, lastWord: { word: 'initializing', at: AN_INSTANT } },
        detail: expect.stringMatching(`^${proof}: its status is initializing after \\d+ s$`),
      });
      expect(launchSeconds).toBeGreaterThan(0);
    }));

  test('that it has booted, and how long it took until its checks passed', () =>
    onProof([], async (stage, proof) => {
      await untilProven(stage);
      const { proven } = stage.done;
      const { runningAt = '', checkedAt = '' } = proven ?? {};
      expect(JSON.parse(JSON.stringify(proven))).toEqual({
        ...{ outcome: 'booted', booted: true, waitSeconds: 0, service: 'not verified' },
        ...{ runningAt, checkedAt, lastWord: { word: 'ok', at: AN_INSTANT } },
        launchSeconds: expect.any(Number),
        seconds: Math.round((Date.parse(checkedAt) - Date.parse(runningAt)) / 1000),
        detail: `${proof}: both status checks pass`,
      });
    }));

  test('that its checks pass, while its service is still asked in vain', () =>
    onProof(
      [{ kind: 'prober-cut-off', functionName: 'prove-service' }],
      async (stage, proof) => {
        await untilChecked(stage);
        expect(stage.done.proven).toMatchObject({ outcome: 'waiting', booted: false });
        expect(stage.done.proven).not.toHaveProperty('seconds');
        const detail = `${proof}: both status checks pass, and its service does not answer yet`;
        expect(stage.done.proven?.detail).toBe(detail);
      },
      asked(),
    ));

  test('why it ended, or that the reason is unknown', () =>
    onProof([], async (stage, proof) => {
      alter(stage.simulation.world, proof, { state: 'terminated', stateReason: undefined });
      const detail = `${proof}: terminated: no reason given`;
      expect(await look(stage)).toMatchObject({ outcome: 'inconclusive', booted: false, waitSeconds: 0, detail });
    }));

  test('that its checks had passed before it ended', () =>
    onProof(
      [{ kind: 'prober-cut-off', functionName: 'prove-service' }],
      async (stage, proof) => {
        await untilChecked(stage);
        const stateReason = { code: 'Server.ScheduledStop', message: '' };
        alter(stage.simulation.world, proof, { state: 'stopped', stateReason });
        const words = 'both status checks passed before it was stopped: Server.ScheduledStop';
        expect(await look(stage)).toMatchObject({ booted: true, detail: `${proof}: ${words}` });
      },
      asked(),
    ));

  test('of one that never booted, nothing more of whom to ask, however long its service would have had', () =>
    onNight(asked({ bootLimitSeconds: 7_200 }), async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      stage.simulation.world.ec2.imageFlaws.set(stage.done.image?.imageId ?? '', 'dead');
      await stage.untilAvailable();
      await stage.perform('launch-proof');
      await untilProven(stage);
      expect(stage.done.proven).toMatchObject({ outcome: 'failed', waitSeconds: 0 });
      expect(stage.done.proven).not.toHaveProperty('ask');
    }));
});

test.each([
  ['refused', { kind: 'deny', action: 'DescribeInstanceStatus', caller: 'await-proof' }, 'unknown'],
  [
    'throttled',
    { kind: 'fail', action: 'DescribeInstanceStatus', code: 'RequestLimitExceeded', status: 503, times: 99 },
    'throttled',
  ],
] as const)('what the checks said last stands while EC2 is %s to say it again', (_, fault, word) =>
  onProof([], async (stage) => {
    const before = await look(stage);
    stage.simulation.inject(fault);
    await stage.simulation.clock.sleep(20_000);
    const after = await look(stage);
    expect(after?.detail).toContain(`its status is ${word}`);
    expect(before?.lastWord).toMatchObject({ word: 'initializing' });
    expect(after?.lastWord).toEqual(before?.lastWord);
  }),
);

test('there is nothing to await where no proof was launched', () =>
  onProof([], async (stage) => {
    delete stage.done.proof;
    const why = 'no proof was launched, so there is nothing to wait for';
    expect(await stage.play('await-proof')).toMatchObject({ error: 'InvariantViolatedError', why });
  }));
