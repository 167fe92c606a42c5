/** How much memory functions get, which is also how much processor time, and what their seconds cost. */

/** At 128 MB reading the SDK alone takes seconds that an outage does not have; beyond 512 MB the gain drowns in noise. */
export const MEMORY_MB = 512;

/**
 * The prober waits for most of its minute and pays for all of it, so it gets the least that Lambda sells while there are
 * few connections to open at once.
 */
export function proberMemoryMb(appliances: number): 128 | 256 | 512 {
  if (appliances <= 10) return 128;
  return appliances <= 50 ? 256 : 512;
}

/** Of whoever asks proofs: nothing of the SDK is in its bundle. */
export const ASKING_MEMORY_MB = 128;
