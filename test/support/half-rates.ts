/** Whether calls stay inside half of what EC2 grants an account. */
import { type BucketShare, bucketShares } from '../../simulator/bench/bucket-shares.ts';
import type { Call } from '../../simulator/world.ts';

export const beyondHalf = (calls: Call[]): BucketShare[] =>
  bucketShares(calls.filter(({ service }) => service === 'EC2')).filter(({ share }) => share > 0.5);
