/** Rotations of an appliance whose proofs are kept. */
import { anAppliance } from './appliances.ts';
import type { Setting } from './step-stage.ts';

export const kept = (): Setting => ({
  appliance: {
    standby: { ...anAppliance().standby, tier: 'running' },
    rotation: { ...anAppliance().rotation, prove: 'always' },
  },
});
