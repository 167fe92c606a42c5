/** Rotations with a proof under way. */
import { launchedIn } from '../../shared/steps/rotation/facts.ts';
import type { Fault } from '../../simulator/faults.ts';
import { onNight, type RotationStage } from './rotation-stage.ts';

/** Available, and its proof launched while the faults were there. */
export const onProof = (
  faults: Fault[],
  story: (stage: RotationStage, proof: string) => Promise<void>,
): Promise<void> =>
  onNight({}, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    for (const fault of faults) stage.simulation.inject(fault);
    await stage.perform('launch-proof');
    const proof = launchedIn(stage.done)?.instanceId;
    if (!proof) throw new Error('no proof was launched');
    await story(stage, proof);
  });

/** As the state machine does, with its waits. */
export async function untilProven(stage: RotationStage): Promise<void> {
  for (;;) {
    await stage.perform('await-proof');
    const { outcome, waitSeconds = 0 } = stage.done.proven ?? {};
    if (outcome !== 'waiting') return;
    await stage.simulation.clock.sleep(waitSeconds * 1000);
  }
}
