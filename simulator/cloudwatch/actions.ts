/** CloudWatch's actions by the names of their commands, each as often as the account may call it. */
import { AwsError } from '../aws-error.ts';
import { CLOUDWATCH_BUCKETS } from '../durations.ts';
import { takes } from '../ec2/throttle.ts';
import type { World } from '../world.ts';
import { describeAlarms, setAlarmState } from './alarms.ts';
import { getMetricData } from './get-metric-data.ts';
import { putMetricAlarm } from './put-metric-alarm.ts';
import { putMetricData } from './put-metric-data.ts';

function refuseTooMany(world: World, action: string): void {
  const bucket = CLOUDWATCH_BUCKETS[action];
  if (!bucket || !world.ec2.settings.throttling) return;
  const granted = takes(world.cloudwatch.buckets, { key: action, bucket, nowMs: world.clock.nowMs() });
  if (!granted) throw new AwsError({ code: 'Throttling', message: 'Rate exceeded' });
}

const limited =
  <Input>(action: string, run: (world: World, input: Input) => object) =>
  (world: World, input: Input): object => {
    refuseTooMany(world, action);
    return run(world, input);
  };

export const cloudWatchActions = {
  PutMetricAlarm: limited('PutMetricAlarm', putMetricAlarm),
  SetAlarmState: limited('SetAlarmState', setAlarmState),
  DescribeAlarms: limited('DescribeAlarms', describeAlarms),
  PutMetricData: limited('PutMetricData', putMetricData),
  GetMetricData: limited('GetMetricData', getMetricData),
};
