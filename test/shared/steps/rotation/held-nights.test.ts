/** Nights without an image are a row only when no image was taken between them. */
import { expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { type Simulation, simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration } from '../../../support/appliances.ts';
import { tag } from '../../../support/console-hands.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { addressIn } from '../../../support/swept.ts';

const HOUR_MS = 3_600_000;

async function pausedNight(simulation: Simulation) {
  const { clock } = simulation;
  const until = new Date(clock.nowMs() + HOUR_MS).toISOString();
  tag(simulation.world, addressIn(simulation).allocationId, { [TAG.pausedUntil]: until });
  const { record } = await rotate(simulation);
  await clock.sleep(12 * HOUR_MS);
  return record;
}

test('a held night, a night with an image, and a held night are not two nights running, though the counter stays', () =>
  simulate({ configuration: aConfiguration(), seed: 31 }, async (simulation) => {
    await simulation.invoke('sweep', {});
    await simulation.clock.sleep(60_000);
    simulation.inject({ kind: 'deny', action: 'DeleteTags', caller: 'prune-images' });
    expect(await pausedNight(simulation)).toMatchObject({ outcome: 'held', nights: 1 });
    expect((await rotate(simulation)).record).toMatchObject({ outcome: 'rotated' });
    expect(addressIn(simulation).tags[TAG.rotationHeld]).toMatch(/^1 since/);
    await simulation.clock.sleep(12 * HOUR_MS);
    expect(await pausedNight(simulation)).toMatchObject({ outcome: 'held', nights: 1 });
    expect(await pausedNight(simulation)).toMatchObject({ outcome: 'held', nights: 2 });
  }));
