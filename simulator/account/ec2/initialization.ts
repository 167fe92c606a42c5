/**
 * How far EBS has read a volume from its EBS snapshot: it boots slowly until then. With a rate EBS keeps to it; without one
 * the model is the worse case, at which EBS reads in the background as slowly as at first touch.
 */
import { truth } from '../consistency.ts';
import type { World } from '../world.ts';
import type { InstanceRecord, VolumeRecord } from './state.ts';

/** MiB/s: terraform-aws-github-runner #5163 and #5165 (aws-facts part 7). EBS promises no progress without a reader. */
const UNRATED_MIB_PER_SECOND = 5;

/** "It can take up to 5 minutes for the volume initialization information to be updated" (VolumeStatusItem). */
const SHOWN_EVERY_MS = 300_000;

const initializedAtMs = ({ ebsSnapshotId, sizeGiB, initializationRate, createdAtMs }: VolumeRecord): number =>
  ebsSnapshotId === undefined
    ? createdAtMs
    : createdAtMs + (sizeGiB * 1024 * 1000) / (initializationRate ?? UNRATED_MIB_PER_SECOND);

/** In percent; undefined of a volume that was made of no EBS snapshot. */
export function progressOf(volume: VolumeRecord, nowMs: number): number | undefined {
  if (volume.ebsSnapshotId === undefined) return undefined;
  const { createdAtMs } = volume;
  const shownAtMs = createdAtMs + Math.floor((nowMs - createdAtMs) / SHOWN_EVERY_MS) * SHOWN_EVERY_MS;
  const whole = initializedAtMs(volume) - createdAtMs;
  return Math.min(100, Math.floor((100 * (shownAtMs - createdAtMs)) / whole));
}

/** Whether every volume has been read: a boot from these does not wait for S3. */
export const isInitialized = (world: World, { volumeIds }: InstanceRecord): boolean =>
  volumeIds.every((id) => {
    const volume = truth(world.ec2.volumes, id);
    return volume !== undefined && initializedAtMs(volume) <= world.clock.nowMs();
  });
