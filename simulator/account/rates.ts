/** How often an account may call: every service grants each of its actions a bucket of requests, and refills it. */
import { CLOUDWATCH_BUCKETS, STEP_FUNCTIONS_BUCKETS } from '../durations.ts';
import { bucketOf, takes } from './ec2/throttle.ts';
import type { Call, World } from './world.ts';

type Asked = Pick<Call, 'service' | 'action' | 'input'>;

export type Granted = ReturnType<typeof bucketOf>;

/** Undefined for what no service has published, or what is asked so seldom that it does not matter. */
export function grantedFor({ service, action, input }: Asked): Granted | undefined {
  if (service === 'EC2') return bucketOf({ action, input });
  const buckets = service === 'CloudWatch' ? CLOUDWATCH_BUCKETS : service === 'SFN' ? STEP_FUNCTIONS_BUCKETS : {};
  const bucket = buckets[action];
  return bucket && { key: action, bucket };
}

/** False when the bucket is empty: the request is refused and costs nothing. */
export function isGranted(world: World, asked: Asked): boolean {
  const granted = world.ec2.settings.throttling ? grantedFor(asked) : undefined;
  return !granted || takes(world.ec2.buckets, { ...granted, nowMs: world.clock.nowMs() });
}
