/** AwaitReplacement: says running, pending or dead, changes nothing, and takes "not found" and "unreadable" for neither. */
import { describe, expect, test } from '@jest/globals';
import type { Launched } from '../../../../shared/steps/takeover/facts.ts';
import { launchedIn } from '../../../../shared/steps/takeover/facts.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import { onStage, type Stage } from '../../../support/step-stage.ts';

type Launch = { stage: Stage; launched: Launched };

/** The fault is there before the launch; where it ends at once, it concerned only that. */
const onLaunched = (faults: Fault[], story: (launch: Launch) => Promise<void>): Promise<void> =>
  onStage({}, async (stage) => {
    await stage.perform('claim');
    for (const fault of faults) stage.simulation.inject(fault);
    await stage.perform('launch-replacement');
    const launched = launchedIn(stage.done);
    if (!launched) throw new Error('nothing was launched');
    await story({ stage, launched });
  });

const STUCK: Fault = { kind: 'stuck-pending' };

/** Not for the first time: MoveTraffic has been asked in between, and declined. */
const playAgain = ({ play }: Stage, launch?: Launched) =>
  play('await-replacement', { done: { move: { outcome: 'not-yet' }, ...(launch && { launch }) } });

describe('awaiting the replacement', () => {
  test('ends when EC2 says that it runs, and says so to the second', () =>
    onLaunched([], async ({ stage, launched }) => {
      const { output, changes } = await playAgain(stage);
      const { instanceId, networkInterfaceId } = launched;
      expect(changes).toEqual([]);
      expect(output).toMatchObject({ outcome: 'running', instanceId, networkInterfaceId });
      const ran = stage.simulation.world.changes.find(({ what }) => what === `${instanceId} running`)?.atMs ?? 0;
      const { runningAt = '' } = Object(output);
      expect(Date.parse(runningAt) - ran).toBeGreaterThanOrEqual(0);
      expect(Date.parse(runningAt) - ran).toBeLessThan(1_500);
    }));

  test('again says the same, and changes nothing', () =>
    onLaunched([], async ({ stage, launched }) => {
      await playAgain(stage);
      const { output, changes } = await playAgain(stage);
      expect(output).toMatchObject({ outcome: 'running', instanceId: launched.instanceId });
      expect(changes).toEqual([]);
    }));

  test('takes a young instance that is not found yet for pending', () =>
    onLaunched([{ kind: 'stale-reads', seconds: 30 }], async ({ stage, launched }) => {
      const { instanceId } = launched;
      const { output } = await playAgain(stage);
      expect(output).toMatchObject({ outcome: 'running', instanceId });
      const unseen = stage.simulation.world.calls.filter(({ error }) => error === 'InvalidInstanceID.NotFound');
      expect(unseen.length).toBeGreaterThan(5);
    }));

  test('takes what cannot be read neither for running nor for dead', () =>
    onLaunched([{ kind: 'deny', action: 'DescribeInstances', caller: 'await-replacement' }], async ({ stage }) => {
      expect(await playAgain(stage)).toMatchObject({ error: '', output: { outcome: 'pending' } });
    }));

  test('looks for a moment only at first, so that MoveTraffic can be made ready meanwhile', () =>
    onLaunched([STUCK], async ({ stage, launched }) => {
      const { clock } = stage.simulation;
      const startedMs = clock.nowMs();
      const { output } = await stage.play('await-replacement');
      expect(output).toEqual({ outcome: 'pending', instanceId: launched.instanceId });
      expect(clock.nowMs() - startedMs).toBeLessThan(3_000);
    }));

  test('looks for less than a minute in one go, and then asks to be called again', () =>
    onLaunched([STUCK], async ({ stage, launched }) => {
      const { clock } = stage.simulation;
      const startedMs = clock.nowMs();
      expect((await playAgain(stage)).output).toEqual({ outcome: 'pending', instanceId: launched.instanceId });
      expect(clock.nowMs() - startedMs).toBeGreaterThan(30_000);
      expect(clock.nowMs() - startedMs).toBeLessThan(55_000);
    }));
});

describe('a replacement is dead', () => {
  test.each([
    ['of its image', 'image', (imageId: string): Fault => ({ kind: 'image-broken', imageId, shows: 'later' })],
    ['for want of capacity', 'placement', (): Fault => ({ kind: 'no-capacity', shows: 'later' })],
  ] as const)('%s, and EC2 has terminated it already', (_, scope, fault) =>
    onStage({}, async (stage) => {
      await stage.perform('claim');
      stage.simulation.inject(fault(stage.plan.placements[0]?.imageId ?? ''));
      await stage.perform('launch-replacement');
      const { output } = await playAgain(stage);
      const why = expect.stringMatching(/^terminated: (Client|Server)\./);
      expect(output).toMatchObject({ outcome: 'dead', scope, why, terminate: false });
    }),
  );

  test.each([
    ['is to be terminated when this takeover launched it', false, true],
    ['is left alone when it was adopted', true, false],
  ])('after three minutes in pending, and %s', (_, adopted, terminate) =>
    onLaunched([STUCK], async ({ stage, launched }) => {
      await stage.simulation.clock.sleep(150_000);
      const { output, changes } = await playAgain(stage, { ...launched, adopted });
      const why = expect.stringMatching(/^not running after \d+ s$/);
      expect(output).toMatchObject({ outcome: 'dead', scope: 'placement', why, terminate });
      expect(changes).toEqual([]);
    }),
  );
});

const UNREADABLE: Fault = { kind: 'deny', action: 'DescribeInstances', caller: 'await-replacement' };

describe('a replacement that cannot be looked at', () => {
  test('is waited for when another one would have been given up, because it may well run', () =>
    onLaunched([UNREADABLE], async ({ stage }) => {
      await stage.simulation.clock.sleep(400_000);
      expect(await playAgain(stage)).toMatchObject({ error: '', output: { outcome: 'pending' } });
    }));

  test('stops the takeover after ten minutes, which leaves it to the next one', () =>
    onLaunched([UNREADABLE], async ({ stage, launched }) => {
      await stage.simulation.clock.sleep(600_000);
      const why = expect.stringMatching(
        `^whether ${launched.instanceId} runs is unknown after 6\\d\\d s: Unauthorized`,
      );
      expect(await playAgain(stage)).toMatchObject({ error: 'RefusedError', why, changes: [] });
    }));
});

describe('a replacement in a zone that was lost', () => {
  test('is given up after three minutes, and the next zone is tried', () =>
    onLaunched([], async ({ stage, launched }) => {
      stage.simulation.inject({ kind: 'zone-lost', zone: launched.placement.zone, stops: 'fail' });
      await stage.simulation.clock.sleep(180_000);
      const why = expect.stringMatching(/^unreadable after \d+ s: /);
      const dead = { outcome: 'dead', scope: 'zone', why, terminate: true };
      expect(await playAgain(stage)).toMatchObject({ error: '', output: dead, changes: [] });
    }));

  test('is waited for when the plan knows no other zone', () =>
    onLaunched([], async ({ stage, launched }) => {
      stage.simulation.inject({ kind: 'zone-lost', zone: launched.placement.zone, stops: 'fail' });
      await stage.simulation.clock.sleep(180_000);
      const placements = stage.plan.placements.filter(({ zone }) => zone === launched.placement.zone);
      const again = { plan: { placements }, done: { move: { outcome: 'not-yet' as const } } };
      expect(await stage.play('await-replacement', again)).toMatchObject({ output: { outcome: 'pending' } });
    }));
});

describe('awaiting the replacement stops the takeover', () => {
  test('when the replacement is the instance that failed', () =>
    onLaunched([], async ({ stage, launched }) => {
      const done = { launch: { ...launched, instanceId: stage.old } };
      const why = `the replacement ${stage.old} is the instance that failed`;
      expect(await stage.play('await-replacement', { done })).toMatchObject({ error: 'InvariantViolatedError', why });
    }));

  test('when nothing was launched', () =>
    onStage({}, async (stage) => {
      const done = { launch: { outcome: 'stop-first' } } as const;
      expect(await stage.play('await-replacement', { done })).toMatchObject({ error: 'InvariantViolatedError' });
    }));
});
