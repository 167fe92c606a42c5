/** How much memory functions get, which is also how much processor time, and what their seconds cost. */
import type { Appliance } from './appliance.ts';

/** At 128 MB reading the SDK alone takes seconds that an outage does not have; beyond 512 MB the gain drowns in noise. */
export const MEMORY_MB = 512;

/**
 * The prober waits for most of its minute and pays for all of it, so it gets the least that Lambda sells while there are
 * few connections to open at once. TLS needs the processor: at 128 MB, about 0.07 of one, a handshake may take longer than
 * its probe may wait.
 */
export function proberMemoryMb(appliances: Pick<Appliance, 'probe'>[]): 128 | 256 | 512 {
  if (appliances.length > 50) return 512;
  return appliances.length > 10 || appliances.some(({ probe }) => probe.protocol !== 'tcp') ? 256 : 128;
}

/** For the function that asks proofs: nothing of the SDK is in its bundle. */
export const ASKING_MEMORY_MB = 128;
