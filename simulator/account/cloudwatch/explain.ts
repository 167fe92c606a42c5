/** Why an alarm is in its state, in CloudWatch's own words and as its data. */
import type { PutMetricAlarmInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { type AlarmState, withOffset } from './change-state.ts';
import { operatorOf, ruleOf } from './definition.ts';
import type { Period } from './points.ts';

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `1.0 (21/11/26 03:00:00)` */
function told({ value, startMs }: Period): string {
  const [year = '', month, day, time] = new Date(startMs).toISOString().split(/[-T.]/);
  const number = Number.isInteger(value) ? value.toFixed(1) : String(value);
  return `${number} (${day}/${month}/${year.slice(2)} ${time})`;
}

function withoutPoints(definition: PutMetricAlarmInput): string {
  const { evaluationPeriods, missingData } = ruleOf(definition);
  const missing = plural(evaluationPeriods, 'missing datapoint');
  const periods = plural(evaluationPeriods, 'period');
  return `Threshold Crossed: no datapoints were received for ${periods} and ${missing} were treated as [${missingData}].`;
}

type Seen = { value: StateValue; real: Period[] };

function crossed(definition: PutMetricAlarmInput, { value, real }: Seen): string {
  const { evaluationPeriods, datapointsToAlarm, breaches } = ruleOf(definition);
  const alarming = value === 'ALARM';
  const crossing = real.filter((period) => breaches(period.value) === alarming).reverse();
  const [least, way] = alarming
    ? [datapointsToAlarm, 'OK -> ALARM']
    : [evaluationPeriods - datapointsToAlarm + 1, 'ALARM -> OK'];
  const from = `${crossing.length} out of the last ${plural(real.length, 'datapoint')} [${crossing.map(told).join(', ')}]`;
  const verb = `${crossing.length === 1 ? 'was' : 'were'}${alarming ? '' : ' not'}`;
  const threshold = `${operatorOf(definition).words} the threshold (${(definition.Threshold ?? 0).toFixed(1)})`;
  return `Threshold Crossed: ${from} ${verb} ${threshold} (minimum ${plural(least, 'datapoint')} for ${way} transition).`;
}

function reasonFor(definition: PutMetricAlarmInput, seen: Seen): string {
  const { evaluationPeriods = 1 } = ruleOf(definition);
  if (seen.value === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${plural(evaluationPeriods, 'datapoint')} were unknown.`;
  return seen.real.length === 0 ? withoutPoints(definition) : crossed(definition, seen);
}

/** `real` are the periods that were compared, oldest first. */
export function explain(definition: PutMetricAlarmInput, { atMs, ...seen }: Seen & { atMs: number }): AlarmState {
  const { Statistic: statistic, Period: period, Threshold: threshold } = definition;
  const [oldest] = seen.real;
  const reasonData = JSON.stringify({
    version: '1.0',
    queryDate: withOffset(atMs),
    ...(oldest && { startDate: withOffset(oldest.startMs) }),
    ...{ statistic, period, recentDatapoints: seen.real.map(({ value }) => value), threshold },
  });
  return { value: seen.value, reason: reasonFor(definition, seen), reasonData };
}
