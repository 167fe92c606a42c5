/**
 * What an alarm makes of the last periods, some of which may be missing. The rules, and the tables that the test walks:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import type { StateValue } from '@aws-sdk/client-cloudwatch';

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

export type Rule = {
  /** N: how many periods are compared. */
  evaluationPeriods: number;
  /** M: how many of them have to breach. */
  datapointsToAlarm: number;
  missingData: MissingData;
  breaches: (value: number) => boolean;
};

/** `undefined` is a period without a point; the oldest comes first. `keep` leaves the alarm as it is. */
export type Verdict = StateValue | 'keep';

const NOTHING: Record<MissingData, Verdict> = {
  missing: 'INSUFFICIENT_DATA',
  ignore: 'keep',
  breaching: 'ALARM',
  notBreaching: 'OK',
};

/**
 * All that is there breaches, but it is less than M. The alarm waits for the next period, which may be healthy, until
 * the oldest is as old as M; what is true meanwhile AWS does not say, so the state stays, whichever it was.
 */
function premature(range: readonly (number | undefined)[], { datapointsToAlarm, missingData }: Rule): Verdict {
  const age = range.length - range.findIndex((value) => value !== undefined);
  return missingData === 'missing' && age >= datapointsToAlarm ? 'ALARM' : 'keep';
}

export function judge(range: readonly (number | undefined)[], rule: Rule): Verdict {
  const { evaluationPeriods, datapointsToAlarm, missingData, breaches } = rule;
  const real = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  if (real.length === 0) return NOTHING[missingData];
  const breaching = real.filter(breaches).length;
  const filled = missingData === 'breaching' ? evaluationPeriods - real.length : 0;
  if (breaching + filled >= datapointsToAlarm) return 'ALARM';
  const undecided = real.length < evaluationPeriods && (missingData === 'missing' || missingData === 'ignore');
  return undecided && breaching === real.length ? premature(range, rule) : 'OK';
}
