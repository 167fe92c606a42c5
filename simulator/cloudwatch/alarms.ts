/** PutMetricAlarm, SetAlarmState and DescribeAlarms. Alarms evaluate nothing: a story delivers their events. */
import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import type { AlarmRecord } from './state.ts';

const required = (value: string | undefined, { name }: { name: string }): string => {
  if (value) return value;
  throw new AwsError({ code: 'ValidationError', message: `1 validation error detected: ${name} must not be null` });
};

/** Replaces the whole alarm. A new one starts in INSUFFICIENT_DATA; an existing one keeps its state. */
export function putMetricAlarm(world: World, input: PutMetricAlarmInput): object {
  const name = required(input.AlarmName, { name: 'alarmName' });
  required(input.ComparisonOperator, { name: 'comparisonOperator' });
  const nowMs = world.clock.nowMs();
  const before = world.cloudwatch.alarms.get(name);
  world.cloudwatch.alarms.set(name, {
    name,
    arn: `arn:aws:cloudwatch:${world.region}:${world.accountId}:alarm:${name}`,
    definition: structuredClone(input),
    state: before?.state ?? 'INSUFFICIENT_DATA',
    stateReason: before?.stateReason ?? 'Unchecked: Initial alarm creation',
    stateSinceMs: before?.stateSinceMs ?? nowMs,
    configuredAtMs: nowMs,
  });
  world.changed(`alarm ${name} put`);
  return {};
}

export function setAlarmState(world: World, input: SetAlarmStateInput): object {
  const name = required(input.AlarmName, { name: 'alarmName' });
  const alarm = world.cloudwatch.alarms.get(name);
  if (!alarm) throw new AwsError({ code: 'ResourceNotFound', message: `There is no alarm named ${name}`, status: 404 });
  if (input.StateValue && input.StateValue !== alarm.state) alarm.stateSinceMs = world.clock.nowMs();
  alarm.state = input.StateValue ?? alarm.state;
  alarm.stateReason = input.StateReason ?? '';
  world.changed(`alarm ${name} ${alarm.state}`);
  return {};
}

const present = (alarm: AlarmRecord): MetricAlarm => ({
  ...structuredClone(alarm.definition),
  AlarmArn: alarm.arn,
  StateValue: alarm.state,
  StateReason: alarm.stateReason,
  StateUpdatedTimestamp: new Date(alarm.stateSinceMs),
  StateTransitionedTimestamp: new Date(alarm.stateSinceMs),
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAtMs),
});

const KNOWN = ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'];

export function describeAlarms(world: World, input: DescribeAlarmsInput): DescribeAlarmsOutput {
  onlyKnows(input, { what: 'DescribeAlarms parameter', known: KNOWN });
  const { AlarmNames, AlarmNamePrefix = '', StateValue, MaxRecords, NextToken } = input;
  const found = [...world.cloudwatch.alarms.values()]
    .filter(({ name }) => (AlarmNames?.length ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix)))
    .filter(({ state }) => !StateValue || state === StateValue)
    .sort((one, other) => one.name.localeCompare(other.name));
  const offset = Number(NextToken ?? 0);
  const end = offset + (MaxRecords ?? world.cloudwatch.pageSize);
  const MetricAlarms = found.slice(offset, end).map(present);
  return { MetricAlarms, CompositeAlarms: [], ...(end < found.length && { NextToken: String(end) }) };
}
