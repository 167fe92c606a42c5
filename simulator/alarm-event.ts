/** The event that EventBridge delivers when an alarm changes its state, to the letter. */
import { type AlarmKind, alarmNameOf } from '../shared/domain/trigger.ts';

export type AlarmChange = {
  stage: string;
  appliance: string;
  kind: AlarmKind;
  state: 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';
  /** When CloudWatch changed the state; EventBridge delivers a moment later. */
  changedAtMs: number;
  /** What a status-check alarm watches. */
  instanceId: string;
  region: string;
  accountId: string;
  eventId: string;
};

/** CloudWatch writes its offsets as +0000, which Date cannot: `2019-10-02T17:04:40.985+0000`. */
const withOffset = (epochMs: number): string => new Date(epochMs).toISOString().replace('Z', '+0000');

/** EventBridge's own `time` has whole seconds. */
const wholeSeconds = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z');

const METRICS = {
  'status-check': { namespace: 'AWS/EC2', name: 'StatusCheckFailed', periodSeconds: 60, statistic: 'Maximum' },
  probe: { namespace: 'SophosFailover', name: 'ProbeFailed', periodSeconds: 10, statistic: 'Maximum' },
} as const;

function metricOf({ kind, instanceId, appliance }: AlarmChange) {
  const { namespace, name, periodSeconds, statistic } = METRICS[kind];
  const dimensions = kind === 'probe' ? { Appliance: appliance } : { InstanceId: instanceId };
  return {
    id: '4f5cc2fb-1d6c-4e0c-8a3e-6f2a7b7a2f11',
    metricStat: { metric: { namespace, name, dimensions }, period: periodSeconds, stat: statistic },
    returnData: true,
  };
}

function stateOf(change: AlarmChange) {
  const { periodSeconds, statistic } = METRICS[change.kind];
  const { changedAtMs } = change;
  const points = [1, 2].map((ago) => changedAtMs - ago * periodSeconds * 1000);
  const reason =
    change.state === 'ALARM'
      ? `Threshold Crossed: 2 out of the last 2 datapoints [1.0 (${wholeSeconds(points[0] ?? 0)}), 1.0 (${wholeSeconds(points[1] ?? 0)})] were greater than or equal to the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).`
      : `Threshold Crossed: the alarm went to ${change.state}.`;
  const reasonData = JSON.stringify({
    ...{ version: '1.0', queryDate: withOffset(changedAtMs), startDate: withOffset(points[1] ?? 0) },
    ...{ statistic, period: periodSeconds, recentDatapoints: [1, 1], threshold: 1 },
  });
  return { value: change.state, reason, reasonData, timestamp: withOffset(changedAtMs) };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function alarmEvent(change: AlarmChange) {
  const { region, accountId, changedAtMs, eventId } = change;
  const alarmName = alarmNameOf(change);
  const before = changedAtMs - 3_600_000;
  return {
    version: '0',
    id: eventId,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: accountId,
    time: wholeSeconds(changedAtMs),
    region,
    resources: [`arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`],
    detail: {
      alarmName,
      state: stateOf(change),
      previousState: {
        value: change.state === 'ALARM' ? 'OK' : 'ALARM',
        reason: 'Threshold Crossed: no datapoints were received for 2 periods.',
        timestamp: withOffset(before),
      },
      configuration: { description: `Appliance ${change.appliance}`, metrics: [metricOf(change)] },
    },
  };
}
