/** PutMetricAlarm: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */

import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { partitionOf } from '../../../shared/domain/partition.ts';
import { NotSimulatedError, onlyKnows } from '../aws-error.ts';
import { callers } from '../caller.ts';
import type { World } from '../world.ts';
import { isHighResolution, metricOf, ruleOf } from './definition.ts';
import { refuseUnknownMetric } from './points.ts';
import { invalid, required } from './refusals.ts';
import { STATISTICS } from './series.ts';

const DAY_SECONDS = 86_400;

const KNOWN = [
  ...['AlarmName', 'AlarmDescription', 'Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period', 'Tags'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData'],
  ...['ActionsEnabled', 'AlarmActions'],
];

function refuseTimes({
  Period = 0,
  EvaluationPeriods = 0,
  DatapointsToAlarm = EvaluationPeriods,
}: PutMetricAlarmInput) {
  if (![10, 20, 30].includes(Period) && (Period < 60 || Period % 60 !== 0)) {
    throw invalid(`Period ${Period} must be 10, 20, 30 or a multiple of 60`);
  }
  if (EvaluationPeriods < 1) throw invalid(`EvaluationPeriods is ${EvaluationPeriods}`);
  if (DatapointsToAlarm < 1 || DatapointsToAlarm > EvaluationPeriods) {
    throw invalid(`DatapointsToAlarm ${DatapointsToAlarm} must be between 1 and EvaluationPeriods`);
  }
  if (Period * EvaluationPeriods > DAY_SECONDS) throw invalid('Metrics cannot be checked across more than a day');
}

function refuse(input: PutMetricAlarmInput): void {
  onlyKnows(input, { what: 'PutMetricAlarm parameter', known: KNOWN });
  required(input.MetricName, { name: 'metricName' });
  required(input.Namespace, { name: 'namespace' });
  required(input.Threshold, { name: 'threshold' });
  if (!(required(input.Statistic, { name: 'statistic' }) in STATISTICS)) {
    throw new NotSimulatedError(`the simulator does not know the statistic ${input.Statistic}`);
  }
  refuseTimes(input);
  ruleOf(input);
  const metric = metricOf(input);
  refuseUnknownMetric(metric);
  if (isHighResolution(input) && metric.namespace.startsWith('AWS/')) {
    throw invalid(`Period ${input.Period} is not possible with a metric of ${metric.namespace}`);
  }
}

/** Replaces the whole alarm. A new one starts in INSUFFICIENT_DATA; an existing one keeps its state. */
export function putMetricAlarm(world: World, input: PutMetricAlarmInput): object {
  const name = required(input.AlarmName, { name: 'alarmName' });
  refuse(input);
  const nowMs = world.clock.nowMs();
  const { Tags: _, ...definition } = input;
  const before = world.cloudwatch.alarms.get(name);
  world.cloudwatch.alarms.set(name, {
    name,
    arn: `arn:${partitionOf(world.region).name}:cloudwatch:${world.region}:${world.accountId}:alarm:${name}`,
    definition: structuredClone(definition),
    state: before?.state ?? 'INSUFFICIENT_DATA',
    stateReason: before?.stateReason ?? 'Unchecked: Initial alarm creation',
    stateReasonData: before?.stateReasonData,
    stateSinceMs: before?.stateSinceMs ?? nowMs,
    configuredAtMs: nowMs,
    configuredBy: callers.getStore()?.name ?? 'world',
  });
  world.changed(`alarm ${name} put`);
  return {};
}
