/** Rotations of an appliance whose proofs are kept. */
import { anAppliance } from './appliances.ts';
import type { Setting } from './step-stage.ts';

export const kept = (tier: 'running' | 'stopped' = 'running'): Setting => ({
  appliance: {
    standby: { ...anAppliance().standby, tier },
    rotation: { ...anAppliance().rotation, prove: 'always' },
  },
});
