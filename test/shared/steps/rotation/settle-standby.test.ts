/** SettleStandby: stops the standby, starts it once to measure its boot, and stops it again; a person's standby is left alone. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { onNight, type RotationStage, rotate } from '../../../support/rotation-stage.ts';

const onKept = (story: (stage: RotationStage, id: string) => Promise<void>): Promise<void> =>
  onNight(kept('stopped'), async (stage) => {
    const { record } = await rotate(stage.simulation, { scheduledAt: '2026-11-20T03:01:00Z' });
    await stage.simulation.clock.sleep(2_400_000);
    const { output } = await stage.play('gate-rotation', { standby: 'settle' });
    const gate = output as RotationStage['done']['gate'];
    const settled = gate?.outcome === 'go' ? gate.settle : undefined;
    stage.done = { ...(gate && { gate }), ...(settled && { kept: settled }) };
    await story(stage, record.standby?.instanceId ?? '');
  });

const stateOf = ({ simulation }: RotationStage, id: string) => truth(simulation.world.ec2.instances, id)?.state;

const settle = async (stage: RotationStage): Promise<void> => {
  for (let looks = 0; stage.done.settled?.phase !== 'settled' && looks < 400; looks += 1) {
    await stage.perform('settle-standby');
    await stage.simulation.clock.sleep((stage.done.settled?.waitSeconds ?? 0) * 1000);
  }
};

describe('a standby of tier stopped', () => {
  test('boots twice, is stopped, and its second boot is noted on the image', () =>
    onKept(async (stage, id) => {
      await settle(stage);
      expect(stateOf(stage, id)).toBe('stopped');
      const seconds = stage.done.settled?.secondBoot?.seconds ?? 0;
      expect(seconds).toBeGreaterThan(10);
      const image = truth(stage.simulation.world.ec2.images, stage.done.kept?.imageId ?? '');
      expect(image?.tags[TAG.startedSeconds]).toBe(String(seconds));
    }));

  test('is not stopped before its volumes have been read', () =>
    onKept(async (stage, id) => {
      const { output, changes } = await stage.play('settle-standby');
      expect(output).toMatchObject({ phase: 'volumes' });
      expect(changes).toEqual([]);
      expect(stateOf(stage, id)).toBe('running');
    }));

  test('is not stopped while a takeover runs', () =>
    onKept(async (stage) => {
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      const since = new Date(stage.simulation.clock.nowMs() - 30_000_000).toISOString();
      stage.done = { ...stage.done, settled: { phase: 'volumes', since, waitSeconds: 0 } };
      expect(await stage.play('settle-standby')).toMatchObject({ error: 'GaveWayError', changes: [] });
    }));

  test('is left alone once a takeover has taken it', () =>
    onKept(async (stage, id) => {
      tag(stage.simulation.world, id, { [TAG.role]: 'replacement' });
      expect(await stage.play('settle-standby')).toMatchObject({ error: 'RefusedError', changes: [] });
    }));

  test('is left alone when a person has started it', () =>
    onKept(async (stage, id) => {
      alter(stage.simulation.world, id, { launchedAtMs: stage.simulation.clock.nowMs() });
      const { output } = await stage.play('gate-rotation', { standby: 'settle' });
      expect(output).toMatchObject({ outcome: 'held', record: { because: 'no-standby' } });
    }));
});
