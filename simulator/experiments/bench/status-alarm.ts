/** The alarm that an operator without this project puts on the status checks: a minute, two of two. */
import { alarmClock } from '../../account/cloudwatch/alarm-clock.ts';
import { putMetricAlarm } from '../../account/cloudwatch/put-metric-alarm.ts';
import type { World } from '../../account/world.ts';
import { EVENT_DELIVERY_MS } from '../../durations.ts';
import { between } from '../../random.ts';

const NAME = 'appliance-status';

/**
 * Missing data count as failed, which is more than the default does: of an instance in a lost zone there may be none,
 * and with `missing` this alarm would not go off at all.
 */
export function putStatusAlarm(world: World, instanceId: string): void {
  putMetricAlarm(world, {
    ...{ AlarmName: NAME, Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed', Statistic: 'Maximum' },
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
    ...{ Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 2, Threshold: 1 },
    ...{ ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'breaching' },
  });
  alarmClock(world).start();
}

/** Resolves when what the alarm starts begins. It must not have gone off before anything has failed. */
export function statusAlarmRings(world: World): Promise<void> {
  if (world.cloudwatch.alarms.get(NAME)?.state !== 'OK') throw new Error('the alarm was not OK before the failure');
  return new Promise((resolve) => {
    world.onEvent(({ 'detail-type': type, detail }) => {
      const { alarmName, state } = detail as { alarmName?: string; state?: { value?: string } };
      if (type !== 'CloudWatch Alarm State Change' || alarmName !== NAME || state?.value !== 'ALARM') return;
      world.clock.at(world.clock.nowMs() + between(world.random, EVENT_DELIVERY_MS), () => resolve());
    });
  });
}
