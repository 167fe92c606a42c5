/** EBS snapshots whose image is gone: marked on one night, deleted two days later, and listed in the record. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { takeImage } from '../../../support/account-images.ts';
import { tag } from '../../../support/console-hands.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { onSwept } from '../../../support/swept.ts';

const OURS = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };
const TWO_WEEKS_HOURS = 336;

/** A good image of two weeks ago is deregistered by hand, and its EBS snapshot stays. */
function deregisteredByHand(simulation: Simulation, from: string): { snapshotId: string; bringBack(): void } {
  const { world } = simulation;
  const imageId = takeImage(simulation, { from, tags: { ...OURS, [TAG.image]: 'good' }, ageHours: TWO_WEEKS_HOURS });
  const snapshotId = truth(world.ec2.images, imageId)?.mappings[0]?.ebsSnapshotId ?? '';
  const entry = world.ec2.images.get(imageId);
  if (!entry) throw new Error('there is no image');
  world.ec2.images.delete(imageId);
  return { snapshotId, bringBack: () => void world.ec2.images.set(imageId, entry) };
}

/** What the night's record says of snapshots. */
async function night(simulation: Simulation) {
  const scheduledAt = new Date(simulation.clock.nowMs()).toISOString();
  const { record } = await rotate(simulation, { scheduledAt, prove: false });
  expect(record).toMatchObject({ outcome: 'rotated', problems: [] });
  await simulation.clock.sleep(Date.parse(scheduledAt) + 86_400_000 - simulation.clock.nowMs());
  return record.pruned?.snapshots;
}

const snapshotIn = ({ world }: Simulation, id: string) => truth(world.ec2.ebsSnapshots, id);

describe('an EBS snapshot whose image is gone', () => {
  test('is marked when that is first seen, and deleted two days later, at any age', () =>
    onSwept({}, async (simulation, active) => {
      const { snapshotId } = deregisteredByHand(simulation, active);
      expect(await night(simulation)).toEqual({ deleted: [], marked: [snapshotId] });
      expect(snapshotIn(simulation, snapshotId)?.tags).toHaveProperty(TAG.orphanedSince);
      expect(await night(simulation)).toEqual({ deleted: [], marked: [] });
      expect([await night(simulation), await night(simulation)]).toContainEqual({ deleted: [snapshotId], marked: [] });
      expect(snapshotIn(simulation, snapshotId)).toBeUndefined();
    }));

  test('stays when its image is back, and loses its mark', () =>
    onSwept({}, async (simulation, active) => {
      const { snapshotId, bringBack } = deregisteredByHand(simulation, active);
      await night(simulation);
      bringBack();
      await night(simulation);
      expect(snapshotIn(simulation, snapshotId)).toBeDefined();
      expect(snapshotIn(simulation, snapshotId)?.tags).not.toHaveProperty(TAG.orphanedSince);
    }));

  test('stays for good once it does not carry our tags any more', () =>
    onSwept({}, async (simulation, active) => {
      const { snapshotId } = deregisteredByHand(simulation, active);
      await night(simulation);
      tag(simulation.world, snapshotId, { [TAG.appliance]: 'kept' });
      for (let nights = 0; nights < 4; nights++) await night(simulation);
      expect(snapshotIn(simulation, snapshotId)).toBeDefined();
    }));

  test('and that was taken of another machine is left alone, and the record names it', () =>
    onSwept({}, async (simulation) => {
      const { snapshotId } = deregisteredByHand(simulation, 'i-0da7aba5e0000000a');
      tag(simulation.world, snapshotId, { [TAG.orphanedSince]: '2026-11-01T03:00:00.000Z' });
      const found = { deleted: [], marked: [], unproven: [snapshotId] };
      expect([await night(simulation), await night(simulation), await night(simulation)]).toEqual([
        found,
        found,
        found,
      ]);
      expect(snapshotIn(simulation, snapshotId)).toBeDefined();
    }));

  test('whose mark cannot be read is marked anew', () =>
    onSwept({}, async (simulation, active) => {
      const { snapshotId } = deregisteredByHand(simulation, active);
      tag(simulation.world, snapshotId, { [TAG.orphanedSince]: 'long ago' });
      expect(await night(simulation)).toEqual({ deleted: [], marked: [snapshotId] });
    }));
});
