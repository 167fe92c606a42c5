/** Whether calls stay inside half of what EC2 grants an account. */

import type { Call } from '../../simulator/account/world.ts';
import { type BucketShare, bucketShares } from '../../simulator/experiments/bench/bucket-shares.ts';

export const beyondHalf = (calls: Call[]): BucketShare[] =>
  bucketShares(calls.filter(({ service }) => service === 'EC2')).filter(({ share }) => share > 0.5);
