/** What the probes of an appliance are sent to. */
import type { Appliance } from '../../domain/appliance.ts';
import { type ProbeTarget, targetOf } from '../../domain/probing/probing.ts';
import type { Address } from '../../domain/snapshot.ts';

export const probeTarget = ({ probe }: Appliance, { publicIp }: Pick<Address, 'publicIp'>): ProbeTarget =>
  targetOf(probe, publicIp);
