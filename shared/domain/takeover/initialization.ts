/** How fast EBS reads the volumes of a launch from their snapshots, where the configuration sets a rate. */
import type { Image } from '../snapshot.ts';

/** `devices`: by image id, those that the image makes from an EBS snapshot. EBS takes the rate for no others. */
export type VolumeInitialization = { mibPerSecond: number; devices: Record<string, string[]> };

type Facts = Pick<Image, 'id' | 'snapshotDevices'>;

/**
 * For the first attempt after a failure alone: a launch with the rate may be refused, or die, for a reason that concerns only
 * the rate (a quota of the Region), and no faster boot is worth a takeover.
 */
export function initializationOf(
  mibPerSecond: number | undefined,
  { images, tried }: { images: Facts[]; tried: boolean },
): VolumeInitialization | undefined {
  if (mibPerSecond === undefined || tried) return undefined;
  const devices = images.map(({ id, snapshotDevices = [] }) => [id, snapshotDevices] as const);
  return { mibPerSecond, devices: Object.fromEntries(devices) };
}
