/** EC2's token buckets per action, account and Region. */
import { BUCKETS, type Bucket, CHANGE_BUCKET, DESCRIBE_BUCKET, UNFILTERED_BUCKET } from '../../durations.ts';

type Request = { action: string; input: Record<string, unknown> };

/** Calls without filter or pagination share the smaller bucket; so, we infer, do reads by id (aws-facts 3.1). */
const COSTLY = [
  'DescribeInstances',
  'DescribeInstanceStatus',
  'DescribeNetworkInterfaces',
  'DescribeSnapshots',
  'DescribeVolumes',
  'DescribeVolumeStatus',
];

export function bucketOf({ action, input }: Request): { key: string; bucket: Bucket } {
  if (!action.startsWith('Describe')) return { key: action, bucket: BUCKETS[action] ?? CHANGE_BUCKET };
  const cheap = input.Filters ?? input.MaxResults ?? input.NextToken;
  if (COSTLY.includes(action) && cheap === undefined) return { key: `${action} unfiltered`, bucket: UNFILTERED_BUCKET };
  return { key: action, bucket: DESCRIBE_BUCKET };
}

type Buckets = Map<string, { tokens: number; atMs: number }>;

/** False when the bucket is empty: the request is refused and costs nothing. */
export function takes(
  buckets: Buckets,
  { key, bucket, nowMs }: { key: string; bucket: Bucket; nowMs: number },
): boolean {
  const before = buckets.get(key) ?? { tokens: bucket.size, atMs: nowMs };
  const refilled = before.tokens + ((nowMs - before.atMs) / 1000) * bucket.refillPerSecond;
  const tokens = Math.min(bucket.size, refilled);
  const granted = tokens >= 1;
  buckets.set(key, { tokens: granted ? tokens - 1 : tokens, atMs: nowMs });
  return granted;
}
