/** How much a number of calls took of the rates that AWS grants an account, from the time when each of them was sent. */
import { takes } from '../../account/ec2/throttle.ts';
import { type Granted, grantedFor } from '../../account/rates.ts';
import type { Call } from '../../account/world.ts';

/** `share` is the part of the bucket, its refill included, with which no call would have been refused. */
export type BucketShare = { name: string; calls: number; share: number };

function isEnough(share: number, bucket: Granted['bucket'], atMs: number[]): boolean {
  const part = { size: bucket.size * share, refillPerSecond: bucket.refillPerSecond * share };
  const buckets = new Map();
  return atMs.every((nowMs) => takes(buckets, { key: '', bucket: part, nowMs }));
}

const STEP = 0.01;

/** In whole hundredths; calls beyond the whole bucket take more than 1. */
function shareOf(bucket: Granted['bucket'], atMs: number[]): number {
  let share = STEP;
  while (!isEnough(share, bucket, atMs)) share += STEP;
  return Math.round(share / STEP) * STEP;
}

/** The largest share first. */
export function bucketShares(calls: Call[]): BucketShare[] {
  const asked = new Map<string, { bucket: Granted['bucket']; atMs: number[] }>();
  for (const call of calls.toSorted((one, other) => one.atMs - other.atMs)) {
    const granted = grantedFor(call);
    if (!granted) continue;
    const { atMs } = asked.get(granted.key) ?? { atMs: [] };
    asked.set(granted.key, { bucket: granted.bucket, atMs: [...atMs, call.atMs] });
  }
  const shares = [...asked].map(([name, { bucket, atMs }]) => ({
    ...{ name, calls: atMs.length, share: shareOf(bucket, atMs) },
  }));
  return shares.toSorted((one, other) => other.share - one.share || one.name.localeCompare(other.name));
}
