/** Many appliances in one run, one after the other: with half of what EC2 grants an account. */
import { expect, test } from '@jest/globals';
import type { ReadinessReport } from '../../../../shared/steps/triggers/check-readiness.ts';
import {
  BUCKETS,
  type Bucket,
  CHANGE_BUCKET,
  CLOUDWATCH_BUCKETS,
  DESCRIBE_BUCKET,
  UNFILTERED_BUCKET,
} from '../../../../simulator/durations.ts';
import { takes } from '../../../../simulator/ec2/throttle.ts';
import { simulate } from '../../../../simulator/simulation.ts';
import type { Call } from '../../../../simulator/world.ts';
import { anAppliance } from '../../../support/appliances.ts';

/** Long enough to empty any bucket at whose refill they do not begin; two hundred take the same pace for longer. */
const COUNT = 60;

/** Two hundred in less than the function's fifteen minutes. */
const SECONDS_EACH_MAX = 3;

const appliances = Array.from({ length: COUNT }, (_, at) =>
  anAppliance({
    ...{ name: `box-${at}`, instance: `box-${at}`, image: `box-${at}`, floatingIp: `203.0.113.${at + 1}` },
    vpnCidrs: [`10.242.${at}.0/24`],
  }),
);

function bucketOf({ service, action, input }: Call): Bucket | undefined {
  if (service === 'CloudWatch') return CLOUDWATCH_BUCKETS[action];
  if (service !== 'EC2') return undefined;
  if (/^Describe(Instances|NetworkInterfaces)$/.test(action) && !input.Filters) return UNFILTERED_BUCKET;
  return BUCKETS[action] ?? (action.startsWith('Describe') ? DESCRIBE_BUCKET : CHANGE_BUCKET);
}

const halved = ({ size, refillPerSecond }: Bucket): Bucket => ({
  size: size / 2,
  refillPerSecond: refillPerSecond / 2,
});

test(
  'leaves half of every rate to a takeover',
  () =>
    simulate(
      { configuration: { region: 'ap-northeast-1', appliances }, seed: 7, account: { throttling: false } },
      async ({ invoke, world, clock }) => {
        await invoke('sweep', {});
        await clock.sleep(60_000);
        const [before, beganMs] = [world.calls.length, clock.nowMs()];
        const report = (await invoke('check-readiness', {})) as ReadinessReport;
        expect(report.appliances.map(({ appliance }) => appliance)).toEqual(appliances.map(({ name }) => name));
        expect((clock.nowMs() - beganMs) / 1000).toBeLessThan(COUNT * SECONDS_EACH_MAX);
        const buckets = new Map();
        const tooMany = world.calls
          .slice(before)
          .sort((a, b) => a.atMs - b.atMs)
          .flatMap((call) => {
            const bucket = bucketOf(call);
            const key = `${call.action} ${bucket?.size}`;
            return !bucket || takes(buckets, { key, bucket: halved(bucket), nowMs: call.atMs }) ? [] : [call.action];
          });
        expect(new Set(tooMany)).toEqual(new Set());
        expect(world.calls.slice(before).filter(({ action }) => action === 'RunInstances').length).toBe(COUNT);
      },
    ),
  60_000,
);
