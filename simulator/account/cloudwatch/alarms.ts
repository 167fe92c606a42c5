/** SetAlarmState and DescribeAlarms. */
import type {
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  MetricAlarm,
  SetAlarmStateInput,
  StateValue,
} from '@aws-sdk/client-cloudwatch';
import { AwsError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import { changeState } from './change-state.ts';
import { invalid, offsetOf, required, tokenOf } from './refusals.ts';
import type { AlarmRecord } from './state.ts';

/** Also the most that may be asked for by name. */
const ALARMS_MAX = 100;

const STATES: readonly string[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies StateValue[];

/** Lasts until the next evaluation: "Metric alarms returns to their actual state quickly, often within seconds." */
export function setAlarmState(world: World, input: SetAlarmStateInput): object {
  const known = ['AlarmName', 'StateValue', 'StateReason', 'StateReasonData'];
  onlyKnows(input, { what: 'SetAlarmState parameter', known });
  const name = required(input.AlarmName, { name: 'alarmName' });
  const value = required(input.StateValue, { name: 'stateValue' });
  const reason = required(input.StateReason, { name: 'stateReason' });
  if (!STATES.includes(value)) throw invalid(`the state ${value} does not exist`);
  const alarm = world.cloudwatch.alarms.get(name);
  if (!alarm) throw new AwsError({ code: 'ResourceNotFound', message: `There is no alarm named ${name}`, status: 404 });
  changeState(world, alarm, { value, reason, reasonData: input.StateReasonData });
  return {};
}

const present = (alarm: AlarmRecord): MetricAlarm => ({
  ActionsEnabled: true,
  ...structuredClone(alarm.definition),
  AlarmArn: alarm.arn,
  StateValue: alarm.state,
  StateReason: alarm.stateReason,
  ...(alarm.stateReasonData !== undefined && { StateReasonData: alarm.stateReasonData }),
  StateUpdatedTimestamp: new Date(alarm.stateSinceMs),
  StateTransitionedTimestamp: new Date(alarm.stateSinceMs),
  AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAtMs),
});

const KNOWN = ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'];

/** Fifty at a time unless the request says otherwise, names or not. */
export function describeAlarms(world: World, input: DescribeAlarmsInput): DescribeAlarmsOutput {
  onlyKnows(input, { what: 'DescribeAlarms parameter', known: KNOWN });
  const { AlarmNames = [], AlarmNamePrefix = '', StateValue, MaxRecords = world.cloudwatch.pageSize } = input;
  if (AlarmNames.length > ALARMS_MAX) throw invalid(`alarmNames must have length less than or equal to ${ALARMS_MAX}`);
  if (MaxRecords < 1 || MaxRecords > ALARMS_MAX) throw invalid(`maxRecords must be between 1 and ${ALARMS_MAX}`);
  if (AlarmNames.length > 0 && AlarmNamePrefix) throw invalid('AlarmNames and AlarmNamePrefix exclude each other');
  const found = [...world.cloudwatch.alarms.values()]
    .filter(({ name }) => (AlarmNames.length > 0 ? AlarmNames.includes(name) : name.startsWith(AlarmNamePrefix)))
    .filter(({ state }) => !StateValue || state === StateValue)
    .sort((one, other) => one.name.localeCompare(other.name));
  const offset = offsetOf(input.NextToken);
  const end = offset + MaxRecords;
  const MetricAlarms = found.slice(offset, end).map(present);
  return { MetricAlarms, CompositeAlarms: [], ...(end < found.length && { NextToken: tokenOf(end) }) };
}
