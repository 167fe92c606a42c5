/** Rotations with a proof under way. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { launchedIn } from '../../shared/steps/rotation/facts.ts';
import type { Fault } from '../../simulator/account/faults/fault.ts';
import { anAppliance } from './appliances.ts';
import { onNight, type RotationStage } from './rotation-stage.ts';
import type { Setting } from './step-stage.ts';

/** Available, and its proof launched while the faults were there. */
export const onProof = (
  faults: Fault[],
  story: (stage: RotationStage, proof: string) => Promise<void>,
  setting: Setting = {},
): Promise<void> =>
  onNight(setting, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    for (const fault of faults) stage.simulation.inject(fault);
    await stage.perform('launch-proof');
    const proof = launchedIn(stage.done)?.instanceId;
    if (!proof) throw new Error('no proof was launched');
    await story(stage, proof);
  });

/** With a path into the VPC, over which its service is asked. */
export const asked = (overrides: Partial<Appliance> = {}): Setting => ({
  appliance: { ...overrides, probe: { ...anAppliance(overrides).probe, subnets: ['subnet-0a1b2c3d'] } },
});

/** As the state machine does, with its waits. */
export async function untilProven(stage: RotationStage): Promise<void> {
  for (;;) {
    await stage.perform('await-proof');
    const { outcome, ask, waitSeconds = 0 } = stage.done.proven ?? {};
    if (outcome !== 'waiting') return;
    if (ask) await stage.perform('prove-service');
    else await stage.simulation.clock.sleep(waitSeconds * 1000);
  }
}
