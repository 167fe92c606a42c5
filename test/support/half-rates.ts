/** Whether calls stay inside half of what EC2 grants an account, told from when each of them was sent. */
import { bucketOf, takes } from '../../simulator/ec2/throttle.ts';
import type { Call } from '../../simulator/world.ts';

/** The actions that would have been refused, each with how often. */
export function beyondHalf(calls: Call[]): Record<string, number> {
  const buckets = new Map();
  const refused: Record<string, number> = {};
  for (const call of calls.toSorted((one, other) => one.atMs - other.atMs)) {
    const { service, action, input, atMs } = call;
    if (service !== 'EC2') continue;
    const granted = bucketOf({ action, input });
    const bucket = { size: granted.bucket.size / 2, refillPerSecond: granted.bucket.refillPerSecond / 2 };
    if (!takes(buckets, { key: granted.key, bucket, nowMs: atMs })) refused[action] = (refused[action] ?? 0) + 1;
  }
  return refused;
}
