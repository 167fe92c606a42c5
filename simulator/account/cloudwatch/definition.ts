/** The definition of an alarm, as its evaluation reads it. */
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import { NotSimulatedError } from '../aws-error.ts';
import type { MissingData, Rule } from './judge.ts';
import { invalid, required } from './refusals.ts';
import { dimensionsIn, type Metric } from './series.ts';

type Operator = { words: string; breaches: (value: number, threshold: number) => boolean };

const OPERATORS: Record<string, Operator> = {
  GreaterThanOrEqualToThreshold: { words: 'greater than or equal to', breaches: (value, limit) => value >= limit },
  GreaterThanThreshold: { words: 'greater than', breaches: (value, limit) => value > limit },
  LessThanThreshold: { words: 'less than', breaches: (value, limit) => value < limit },
  LessThanOrEqualToThreshold: { words: 'less than or equal to', breaches: (value, limit) => value <= limit },
};

const TREATMENTS: readonly string[] = ['missing', 'ignore', 'breaching', 'notBreaching'] satisfies MissingData[];

export function operatorOf({ ComparisonOperator }: PutMetricAlarmInput): Operator {
  const operator = OPERATORS[required(ComparisonOperator, { name: 'comparisonOperator' })];
  if (!operator) throw new NotSimulatedError(`the simulator does not know the operator ${ComparisonOperator}`);
  return operator;
}

export const metricOf = ({ Namespace, MetricName, Dimensions }: PutMetricAlarmInput): Metric => ({
  namespace: Namespace ?? '',
  name: MetricName ?? '',
  dimensions: dimensionsIn(Dimensions),
});

const isTreatment = (text: string): text is MissingData => TREATMENTS.includes(text);

export function ruleOf(definition: PutMetricAlarmInput): Rule {
  const { EvaluationPeriods: evaluationPeriods = 1, Threshold = 0, TreatMissingData = 'missing' } = definition;
  if (!isTreatment(TreatMissingData)) throw invalid(`TreatMissingData is ${TreatMissingData}`);
  const { breaches } = operatorOf(definition);
  return {
    evaluationPeriods,
    datapointsToAlarm: definition.DatapointsToAlarm ?? evaluationPeriods,
    missingData: TreatMissingData,
    breaches: (value) => breaches(value, Threshold),
  };
}

/** Periods below a minute are looked at every ten seconds, all others every minute. */
export const isHighResolution = ({ Period = 60 }: PutMetricAlarmInput): boolean => Period < 60;
