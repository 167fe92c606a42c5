/** Points on their way into CloudWatch and out of it: limits, delays, periods and pages. */
import { GetMetricDataCommand, type GetMetricDataInput, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { aPoint, publish } from '../../../support/metrics.ts';
import { codeOf, inAccount, START, type Told } from '../../../support/simulated-account.ts';

const AT = START.getTime();
const HOUR_MS = 3_600_000;

const metric = {
  Namespace: 'SophosFailover',
  MetricName: 'ProbeFailed',
  Dimensions: [{ Name: 'Appliance', Value: 'sophos' }],
};

const query = (stat: { Period?: number; Stat?: string } = {}) => ({
  Id: 'probes',
  MetricStat: { Metric: metric, Period: 10, Stat: 'Maximum', ...stat },
});

const MINUTE = { StartTime: new Date(AT), EndTime: new Date(AT + 60_000) };

const get = ({ clients }: Told, input: Partial<GetMetricDataInput> = {}) =>
  clients.cloudwatch.send(new GetMetricDataCommand({ MetricDataQueries: [query()], ...MINUTE, ...input }));

const pairs = ({ MetricDataResults = [] }: Awaited<ReturnType<typeof get>>) =>
  MetricDataResults.flatMap(({ Timestamps = [], Values = [] }) =>
    Timestamps.map((at, index) => [(at.getTime() - AT) / 1000, Values[index]]),
  );

describe('points', () => {
  test('can be read some seconds after they were put, newest first, at the beginnings of their periods', () =>
    inAccount({}, async (told) => {
      await told.world.clock.sleep(30_000);
      await publish(told, [aPoint(AT + 2_000, { failed: false }), aPoint(AT + 14_500, { failed: true })]);
      expect(pairs(await get(told))).toEqual([]);
      await told.world.clock.sleep(3_000);
      expect(pairs(await get(told))).toEqual([
        [10, 1],
        [0, 0],
      ]);
      expect(pairs(await get(told, { ScanBy: 'TimestampAscending' }))).toEqual([
        [0, 0],
        [10, 1],
      ]);
    }));

  test.each<[string, number]>([
    ['Maximum', 1],
    ['Minimum', 0],
    ['SampleCount', 4],
    ['Sum', 1],
    ['Average', 0.25],
  ])('of one period come to their %s', (Stat, value) =>
    inAccount({}, async (told) => {
      await publish(
        told,
        [1, 2, 3, 4].map((second) => aPoint(AT + second * 1000, { failed: second === 3 })),
      );
      await told.world.clock.sleep(5_000);
      const MetricDataQueries = [query({ Stat, Period: 60 })];
      expect(pairs(await get(told, { MetricDataQueries }))).toEqual([[0, value]]);
    }),
  );

  test('of standard resolution belong to their minute', () =>
    inAccount({}, async (told) => {
      const { StorageResolution: _, ...standard } = aPoint(AT + 34_000, { failed: true });
      await publish(told, [standard]);
      await told.world.clock.sleep(5_000);
      expect(pairs(await get(told))).toEqual([[0, 1]]);
    }));

  test('come in pages, of which the first is short', () =>
    inAccount({}, async (told) => {
      await publish(
        told,
        Array.from({ length: 12 }, (_, index) => aPoint(AT + index * 1000, { failed: false })),
      );
      await told.world.clock.sleep(5_000);
      const MetricDataQueries = [query({ Period: 1 })];
      const first = await get(told, { MetricDataQueries });
      expect(pairs(first).map(([at]) => at)).toEqual([11, 10, 9, 8, 7]);
      expect(first.MetricDataResults?.[0]?.StatusCode).toBe('PartialData');
      const second = await get(told, { MetricDataQueries, NextToken: first.NextToken });
      expect(pairs(second).map(([at]) => at)).toEqual([6, 5, 4, 3, 2, 1, 0]);
      expect(second).not.toHaveProperty('NextToken');
      expect(second.MetricDataResults?.[0]?.StatusCode).toBe('Complete');
      expect(await codeOf(get(told, { NextToken: 'elsewhere' }))).toBe('InvalidNextToken');
    }));

  test('older than three hours are gone, so that months weigh no more than a morning', () =>
    inAccount({}, async (told) => {
      const { clock, cloudwatch } = told.world;
      for (let hour = 0; hour < 30; hour += 1) {
        await publish(told, [aPoint(clock.nowMs(), { failed: false })]);
        await clock.sleep(HOUR_MS);
      }
      const [points = []] = cloudwatch.series.values();
      expect(points.length).toBeLessThanOrEqual(4);
    }));
});

describe('PutMetricData refuses', () => {
  const many = (count: number) => Array.from({ length: count }, () => aPoint(AT, { failed: false }));
  const long = { Name: 'Appliance', Value: 'x'.repeat(1025) };

  test.each<[string, object]>([
    ['no points', { MetricData: [] }],
    ['more than a thousand', { MetricData: many(1001) }],
    ['a point of two weeks ago', { MetricData: [aPoint(AT - 15 * 86_400_000, { failed: false })] }],
    ['a point of later than in two hours', { MetricData: [aPoint(AT + 2.1 * HOUR_MS, { failed: false })] }],
    ['a namespace of AWS', { Namespace: 'AWS/EC2' }],
    ['a resolution of ten seconds', { MetricData: [{ ...aPoint(AT, { failed: false }), StorageResolution: 10 }] }],
    ['what is no number', { MetricData: [{ ...aPoint(AT, { failed: false }), Value: Number.NaN }] }],
    [
      'an empty dimension',
      { MetricData: [{ ...aPoint(AT, { failed: false }), Dimensions: [{ Name: 'A', Value: '' }] }] },
    ],
    ['a long dimension', { MetricData: [{ ...aPoint(AT, { failed: false }), Dimensions: [long] }] }],
    ['more than a megabyte', { MetricData: many(900).map((each) => ({ ...each, Dimensions: bulk() })) }],
  ])('%s', (_, wrong) =>
    inAccount({}, async ({ clients, world }) => {
      const input = { Namespace: 'SophosFailover', MetricData: many(1), ...wrong };
      expect(await codeOf(clients.cloudwatch.send(new PutMetricDataCommand(input)))).toBe('ValidationError');
      expect(world.cloudwatch.series.size).toBe(0);
    }),
  );

  function bulk() {
    return [1, 2].map((each) => ({ Name: `Dimension${each}`, Value: 'x'.repeat(1000) }));
  }
});

describe('GetMetricData refuses', () => {
  test.each<[string, Partial<GetMetricDataInput>]>([
    ['an id with a hyphen', { MetricDataQueries: [{ ...query(), Id: 'sophos-utm' }] }],
    ['two queries of one id', { MetricDataQueries: [query(), query()] }],
    ['a period of 45 seconds', { MetricDataQueries: [query({ Period: 45 })] }],
    ['an end before the beginning', { EndTime: new Date(AT - 1) }],
    [
      'more than 500 queries',
      { MetricDataQueries: Array.from({ length: 501 }, (_, n) => ({ ...query(), Id: `q${n}` })) },
    ],
  ])('%s', (_, wrong) =>
    inAccount({}, async (told) => {
      expect(await codeOf(get(told, wrong))).toBe('ValidationError');
    }),
  );

  test('metrics of AWS that are not simulated', () =>
    inAccount({}, async (told) => {
      const MetricStat = { Metric: { ...metric, Namespace: 'AWS/Lambda' }, Period: 60, Stat: 'Sum' };
      expect(await codeOf(get(told, { MetricDataQueries: [{ Id: 'errors', MetricStat }] }))).toBe('NotSimulatedError');
    }));
});
