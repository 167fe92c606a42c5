/** EndOldStandby: ends the standby of before while the new one is ready, and never the last one. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { untilProven } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage, rotate, TONIGHT } from '../../../support/rotation-stage.ts';

const stateOf = ({ simulation }: RotationStage, id: string): string =>
  truth(simulation.world.ec2.instances, id)?.state ?? 'gone';

const addressId = ({ simulation }: RotationStage): string => allTrue(simulation.world.ec2.addresses)[0]?.id ?? '';

/** Two nights: the standby of the first, and the one that was kept a moment ago. */
const onTwo = (story: (stage: RotationStage, ids: { old: string; ready: string }) => Promise<void>): Promise<void> =>
  onNight(kept(), async (stage) => {
    const { record } = await rotate(stage.simulation, { scheduledAt: '2026-11-20T03:01:00Z' });
    await stage.simulation.clock.sleep(2_400_000);
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    await stage.perform('launch-proof');
    await untilProven(stage);
    await stage.perform('accept-image', 'keep-standby');
    await story(stage, { old: record.standby?.instanceId ?? '', ready: stage.done.kept?.instanceId ?? '' });
  });

describe('ending the standby of before', () => {
  test('terminates it while the new one runs', () =>
    onTwo(async (stage, { old }) => {
      const { output } = await stage.play('end-old-standby');
      expect(output).toEqual({ instanceIds: [old] });
      expect(['shutting-down', 'terminated']).toContain(stateOf(stage, old));
    }));

  test.each(['stopped', 'terminated'] as const)('ends nothing while the new one is %s', (state) =>
    onTwo(async (stage, { old, ready }) => {
      alter(stage.simulation.world, ready, { state });
      expect(await stage.play('end-old-standby')).toMatchObject({ error: 'RefusedError', changes: [] });
      expect(stateOf(stage, old)).toBe('running');
    }),
  );

  test('ends nothing that no rotation of ours kept, although its tags say so', () =>
    onTwo(async (stage, { old }) => {
      tag(stage.simulation.world, old, { [TAG.by]: `${TONIGHT}-planted` });
      expect(await stage.play('end-old-standby')).toMatchObject({ output: { instanceIds: [] }, changes: [] });
    }));

  test('ends nothing while a takeover runs', () =>
    onTwo(async (stage) => {
      asIfRunning(stage.simulation, 'takeover-sophos-g1');
      expect(await stage.play('end-old-standby')).toMatchObject({ error: 'GaveWayError', changes: [] });
    }));

  test('ends nothing once the address names another one', () =>
    onTwo(async (stage, { old }) => {
      tag(stage.simulation.world, addressId(stage), { [TAG.standby]: old });
      expect(await stage.play('end-old-standby')).toMatchObject({ error: 'RefusedError', changes: [] });
    }));
});
