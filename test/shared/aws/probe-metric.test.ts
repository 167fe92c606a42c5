/** The prober's points as CloudWatch is given them, and as it gives them back: all of them, or an error. */
import { GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { publishProbes, readProbePoints } from '../../../shared/aws/probe-metric.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const AT = '2026-11-21T03:00:10.400Z';
const SPAN = { appliance: 'sophos', from: '2026-11-21T03:00:05.000Z', to: '2026-11-21T03:05:00.000Z' };
const DIMENSIONS = [{ Name: 'Appliance', Value: 'sophos' }];

const points = (count: number) => Array.from({ length: count }, () => ({ appliance: 'sophos', at: AT, failed: false }));

/** What one page of the answer holds, newest first as asked. */
const page = (values: [string, number][], more: object = {}) => ({
  Id: 'probes',
  StatusCode: 'Complete' as const,
  Timestamps: values.map(([at]) => new Date(at)),
  Values: values.map(([, value]) => value),
  ...more,
});

describe('publishing', () => {
  test('says 1 for a failure and 0 for an answer, to the second', async () => {
    const { clients, cloudwatch } = mockedClients();
    await publishProbes(clients, [{ appliance: 'sophos', at: AT, failed: true }, ...points(1)]);
    const datum = { MetricName: 'ProbeFailed', Dimensions: DIMENSIONS, Timestamp: new Date(AT), StorageResolution: 1 };
    expect(sentBy(cloudwatch)).toEqual([
      {
        command: 'PutMetricData',
        input: {
          Namespace: 'SophosFailover',
          MetricData: [
            { ...datum, Value: 1 },
            { ...datum, Value: 0 },
          ],
        },
      },
    ]);
  });

  test.each([
    { count: 0, sizes: [] },
    { count: 1000, sizes: [1000] },
    { count: 2001, sizes: [1000, 1000, 1] },
  ])('puts $count points into requests of $sizes', async ({ count, sizes }) => {
    const { clients, cloudwatch } = mockedClients();
    await publishProbes(clients, points(count));
    const sent = sentBy(cloudwatch).map(({ input }) => (input as { MetricData: unknown[] }).MetricData.length);
    expect(sent).toEqual(sizes);
  });

  test('says which errors may pass', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(PutMetricDataCommand).rejects(awsError('Throttling'));
    await expect(publishProbes(clients, points(1))).rejects.toThrow(TransientError);
    cloudwatch.on(PutMetricDataCommand).rejects(awsError('AccessDenied', 403));
    await expect(publishProbes(clients, points(1))).rejects.toThrow(RefusedError);
  });
});

describe('reading', () => {
  test('asks for every second, and tells the newest first', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [
        page([
          ['2026-11-21T03:00:20.000Z', 1],
          ['2026-11-21T03:00:30.000Z', 0],
        ]),
      ],
    });
    expect(await readProbePoints(clients, SPAN)).toEqual([
      { appliance: 'sophos', at: '2026-11-21T03:00:30.000Z', failed: false },
      { appliance: 'sophos', at: '2026-11-21T03:00:20.000Z', failed: true },
    ]);
    expect(sentBy(cloudwatch)).toMatchObject([
      {
        command: 'GetMetricData',
        input: {
          StartTime: new Date(SPAN.from),
          EndTime: new Date(SPAN.to),
          MetricDataQueries: [{ MetricStat: { Metric: { Dimensions: DIMENSIONS }, Period: 1, Stat: 'Maximum' } }],
        },
      },
    ]);
  });

  test('leaves out what CloudWatch tells from before the beginning', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).resolves({
      MetricDataResults: [
        page([
          ['2026-11-21T03:00:05.000Z', 0],
          ['2026-11-21T03:00:04.000Z', 1],
        ]),
      ],
    });
    expect((await readProbePoints(clients, SPAN)).map(({ at }) => at)).toEqual(['2026-11-21T03:00:05.000Z']);
  });

  test('goes on to the last page', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch
      .on(GetMetricDataCommand)
      .resolvesOnce({
        MetricDataResults: [page([['2026-11-21T03:02:00.000Z', 0]], { StatusCode: 'PartialData' })],
        NextToken: 'more',
      })
      .resolvesOnce({ MetricDataResults: [page([['2026-11-21T03:01:00.000Z', 1]])] });
    expect(await readProbePoints(clients, SPAN)).toHaveLength(2);
    expect(sentBy(cloudwatch)[1]).toMatchObject({ input: { NextToken: 'more' } });
  });

  test('knows of no points where there are none', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [page([])] });
    expect(await readProbePoints(clients, SPAN)).toEqual([]);
  });

  test.each([
    { StatusCode: 'InternalError' as const, Kind: TransientError },
    { StatusCode: 'PartialData' as const, Kind: TransientError },
    { StatusCode: 'Forbidden' as const, Kind: RefusedError },
  ])('does not take $StatusCode for silence', async ({ StatusCode, Kind }) => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [page([], { StatusCode })] });
    await expect(readProbePoints(clients, SPAN)).rejects.toThrow(Kind);
  });

  test('ends where the pages do not', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [page([])], NextToken: 'again' });
    await expect(readProbePoints(clients, SPAN)).rejects.toThrow(TransientError);
  });

  test('lets errors out by our own names', async () => {
    const { clients, cloudwatch } = mockedClients();
    cloudwatch.on(GetMetricDataCommand).rejects(awsError('InternalServiceFault', 500));
    await expect(readProbePoints(clients, SPAN)).rejects.toThrow(TransientError);
  });
});
