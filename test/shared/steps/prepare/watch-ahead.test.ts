/** WatchAhead: an early launch is unused when the appliance has answered for 30 s, and after 15 minutes. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { tag } from '../../../support/console-hands.ts';
import { onPrepare, type PrepareStage } from '../../../support/prepare-stage.ts';

const secondsUntilEnd = async ({ simulation, prepare }: PrepareStage): Promise<number> => {
  const beganMs = simulation.clock.nowMs();
  await simulation.ended(prepare());
  return (simulation.clock.nowMs() - beganMs) / 1000;
};

const DEAD = { kind: 'instance-dead' } as const;

describe('WatchAhead', () => {
  test('ends an early launch of an appliance that answers within a minute and a half', () =>
    onPrepare({}, async (stage) => {
      expect(await secondsUntilEnd(stage)).toBeLessThan(90);
      expect(stage.early().map(({ state }) => state)).not.toContain('running');
    }));

  test('ends an early launch after 15 minutes when the appliance does not answer and no takeover comes', () =>
    onPrepare({}, async (stage) => {
      stage.simulation.inject({ ...DEAD, instanceId: stage.active });
      const seconds = await secondsUntilEnd(stage);
      expect(seconds).toBeGreaterThan(900);
      expect(seconds).toBeLessThan(960);
    }));

  test('stops watching when a takeover has made it a replacement', () =>
    onPrepare({}, async (stage) => {
      const { simulation } = stage;
      simulation.inject({ ...DEAD, instanceId: stage.active });
      const execution = stage.prepare();
      await stage.after(execution, 'LaunchAhead');
      asIfRunning(simulation, 'takeover-sophos-g1');
      tag(simulation.world, stage.early()[0]?.id ?? '', { [TAG.role]: 'replacement' });
      await simulation.ended(execution);
      expect(await stage.after(execution, 'WatchAhead')).toMatchObject({ watch: { outcome: 'adopted' } });
      expect(stage.early()[0]?.state).toMatch(/pending|running/);
    }));

  test('does not believe a tag alone: without a takeover it is not adopted, and not terminated', () =>
    onPrepare({}, async (stage) => {
      const { simulation } = stage;
      const execution = stage.prepare();
      await stage.after(execution, 'LaunchAhead');
      tag(simulation.world, stage.early()[0]?.id ?? '', { [TAG.role]: 'replacement' });
      await simulation.ended(execution);
      expect(execution.status).toBe('FAILED');
      expect(stage.early()[0]?.state).toMatch(/pending|running/);
    }));
});
