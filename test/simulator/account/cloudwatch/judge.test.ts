/** The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, row by row. */
import { describe, expect, test } from '@jest/globals';
import { judge, type MissingData, type Verdict } from '../../../../simulator/account/cloudwatch/judge.ts';

const TREATMENTS: MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

const VALUES: Record<string, number | undefined> = { '0': 0, X: 1, '-': undefined };

/** `0 - X` as periods: within the threshold, missing, breaching. */
const judged = (range: string, datapointsToAlarm: number): Verdict[] =>
  TREATMENTS.map((missingData) =>
    judge(
      range.split(' ').map((sign) => VALUES[sign]),
      { evaluationPeriods: 3, datapointsToAlarm, missingData, breaches: (value) => value >= 1 },
    ),
  );

const ALL = (verdict: Verdict): Verdict[] => [verdict, verdict, verdict, verdict];

describe('three of three', () => {
  test.each<[string, Verdict[]]>([
    ['0 - X - X', ALL('OK')],
    ['- - - - 0', ALL('OK')],
    ['- - - - -', ['INSUFFICIENT_DATA', 'keep', 'ALARM', 'OK']],
    ['0 X X - X', ALL('ALARM')],
    ['- - X - -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('%s with missing, ignore, breaching and notBreaching', (range, verdicts) => {
    expect(judged(range, 3)).toEqual(verdicts);
  });

  test.each(['- - - - X', '- - - X -'])('%s does not become an ALARM yet: the next period may be healthy', (range) => {
    expect(judged(range, 3)).toEqual(['keep', 'keep', 'ALARM', 'OK']);
  });
});

describe('two of three', () => {
  test.each<[string, Verdict[]]>([
    ['0 - X - X', ALL('ALARM')],
    ['0 0 X 0 X', ALL('ALARM')],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'keep', 'ALARM', 'OK']],
  ])('%s with missing, ignore, breaching and notBreaching', (range, verdicts) => {
    expect(judged(range, 2)).toEqual(verdicts);
  });
});

test('failures that gaps keep apart count together when the range holds as many as it compares', () => {
  expect(judged('X - - X - - X', 3)).toEqual(ALL('ALARM'));
});
