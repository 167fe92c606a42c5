/** An alarm becomes another one's trigger: its state changes, and EventBridge gets the event exactly as AWS sends it. */
import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { publishAlarm } from '../sns/notify-topic.ts';
import type { World } from '../world.ts';
import { metricOf } from './definition.ts';
import type { AlarmRecord } from './state.ts';

export type AlarmState = { value: StateValue; reason: string; reasonData?: string | undefined };

type Dated = AlarmState & { sinceMs: number };

/** CloudWatch writes its offsets as +0000, which Date cannot: `2019-10-02T17:04:40.985+0000`. */
export const withOffset = (epochMs: number): string => new Date(epochMs).toISOString().replace('Z', '+0000');

function configurationOf(definition: PutMetricAlarmInput) {
  const { AlarmDescription: description, Period: period, Statistic: stat } = definition;
  const metric = {
    id: '4f5cc2fb-1d6c-4e0c-8a3e-6f2a7b7a2f11',
    metricStat: { metric: metricOf(definition), period, stat },
    returnData: true,
  };
  return { ...(description !== undefined && { description }), metrics: [metric] };
}

const stateOf = ({ value, reason, reasonData, sinceMs }: Dated) => ({
  ...{ value, reason, timestamp: withOffset(sinceMs) },
  ...(reasonData !== undefined && { reasonData }),
});

export const DETAIL_TYPE = 'CloudWatch Alarm State Change';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html */
export function stateChange(
  { name, definition }: Pick<AlarmRecord, 'name' | 'definition'>,
  { now, before }: { now: Dated; before: Dated },
) {
  return {
    alarmName: name,
    state: stateOf(now),
    previousState: stateOf(before),
    configuration: configurationOf(definition),
  };
}

const stateOfRecord = ({ state, stateReason, stateReasonData, stateSinceMs }: AlarmRecord): Dated => ({
  ...{ value: state, reason: stateReason, reasonData: stateReasonData, sinceMs: stateSinceMs },
});

/** An action of an alarm that is a topic of ours. */
function notifyTopics(world: World, { name, arn, definition, state, stateReason, stateSinceMs }: AlarmRecord): void {
  const { ActionsEnabled = true, AlarmActions = [], AlarmDescription: description } = definition;
  if (state !== 'ALARM' || !ActionsEnabled) return;
  for (const topicArn of AlarmActions.filter((action) => action.includes(':sns:'))) {
    publishAlarm(world, topicArn, {
      ...{ name, arn, description },
      value: state,
      reason: stateReason,
      at: withOffset(stateSinceMs),
    });
  }
}

/** Only a change sends an event: an alarm that stays in its state does nothing. */
export function changeState(world: World, alarm: AlarmRecord, next: AlarmState): void {
  if (next.value === alarm.state) return;
  const before = stateOfRecord(alarm);
  alarm.state = next.value;
  alarm.stateReason = next.reason;
  alarm.stateReasonData = next.reasonData;
  alarm.stateSinceMs = world.clock.nowMs();
  world.changed(`alarm ${alarm.name} ${next.value}`);
  const detail = stateChange(alarm, { before, now: stateOfRecord(alarm) });
  world.emit({ 'detail-type': DETAIL_TYPE, source: 'aws.cloudwatch', resources: [alarm.arn], detail });
  notifyTopics(world, alarm);
}
