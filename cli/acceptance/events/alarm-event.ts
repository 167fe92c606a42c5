/**
 * The event "CloudWatch Alarm State Change" of an alarm with one metric, made of what DescribeAlarms answers.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
import { type Fields, listOf } from '../moto.ts';
import type { Put } from './bus.ts';

/** `2026-11-21T03:12:31.561+0000`, as CloudWatch writes instants in this event. */
export const alarmInstant = (epochSeconds: unknown): string =>
  new Date(Number(epochSeconds) * 1_000).toISOString().replace('Z', '+0000');

const stateOf = ({ StateValue, StateReason, StateReasonData, StateUpdatedTimestamp }: Fields): Fields => ({
  value: StateValue,
  reason: StateReason,
  ...(StateReasonData !== undefined && { reasonData: StateReasonData }),
  timestamp: alarmInstant(StateUpdatedTimestamp),
});

function metricOf({ Namespace, MetricName, Dimensions, Period, Statistic }: Fields): Fields {
  const dimensions = Object.fromEntries(listOf(Dimensions).map(({ Name, Value }) => [String(Name), Value]));
  const metric = { namespace: Namespace, name: MetricName, dimensions };
  return { id: 'metric', metricStat: { metric, period: Period, stat: Statistic }, returnData: true };
}

/** `before` and `alarm` are the same alarm, described before and after its state changed. */
export function alarmEvent(before: Fields, alarm: Fields): Put {
  return {
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    resources: [String(alarm.AlarmArn)],
    time: Number(alarm.StateUpdatedTimestamp),
    detail: {
      alarmName: alarm.AlarmName,
      state: stateOf(alarm),
      previousState: stateOf(before),
      configuration: { description: alarm.AlarmDescription, metrics: [metricOf(alarm)] },
    },
  };
}
