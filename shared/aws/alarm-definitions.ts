/** The two alarms of an appliance as they must be, no matter which caller wrote them. */
import type { Dimension, MetricAlarm, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Appliance } from '../domain/appliance.ts';
import { PROBE_METRIC, probePeriodSeconds } from '../domain/probing/probe-metric.ts';

/** What an alarm is, apart from its name and description. */
export type Definition = Required<
  Pick<
    PutMetricAlarmInput,
    | 'Namespace'
    | 'MetricName'
    | 'Dimensions'
    | 'Statistic'
    | 'Period'
    | 'EvaluationPeriods'
    | 'DatapointsToAlarm'
    | 'Threshold'
    | 'ComparisonOperator'
    | 'TreatMissingData'
  >
>;

const FAILED = { Statistic: 'Maximum', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' } as const;

/** Two minutes: one failed minute is also what a quick reboot leaves behind. */
export const statusCheckAlarm = (instanceId: string): Definition => ({
  ...FAILED,
  ...{ Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed' },
  Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
  ...{ Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 2 },
  TreatMissingData: 'missing',
});

type Patience = Pick<Appliance['probe'], 'intervalSeconds' | 'failures'>;

/**
 * The second path: the prober itself asks after `failures` in a row. A period counts only when every probe in it failed, so
 * that the alarm says the same. A prober that is cut off or dead publishes nothing, which must neither raise it nor end it.
 */
export const probeAlarm = (appliance: string, { intervalSeconds, failures }: Patience): Definition => ({
  ...{ ...FAILED, Statistic: 'Minimum' },
  ...{ Namespace: PROBE_METRIC.namespace, MetricName: PROBE_METRIC.name },
  Dimensions: [{ Name: PROBE_METRIC.dimension, Value: appliance }],
  ...periodsOf(probePeriodSeconds(intervalSeconds), failures * intervalSeconds),
  TreatMissingData: 'ignore',
});

function periodsOf(
  Period: number,
  seconds: number,
): Pick<Definition, 'Period' | 'EvaluationPeriods' | 'DatapointsToAlarm'> {
  const periods = Math.ceil(seconds / Period);
  return { Period, EvaluationPeriods: periods, DatapointsToAlarm: periods };
}

/** Values that AWS fills in for omitted fields make no difference. */
export function isDefinedAs(alarm: MetricAlarm, wanted: Definition): boolean {
  const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, TreatMissingData = 'missing', Unit } = alarm;
  const { Dimensions: dimensions, ...rest } = wanted;
  const found = { ...alarm, DatapointsToAlarm, TreatMissingData };
  const same = Object.entries(rest).every(([key, value]) => found[key as keyof typeof rest] === value);
  // A unit makes an alarm deaf to data points of any other.
  return same && wordsOf(alarm.Dimensions) === wordsOf(dimensions) && Unit === undefined;
}

const wordsOf = (dimensions: Dimension[] = []): string =>
  dimensions
    .map(({ Name, Value }) => `${Name}=${Value}`)
    .sort()
    .join();
