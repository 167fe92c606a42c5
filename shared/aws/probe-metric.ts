/** The prober's points, on their way into CloudWatch and out of it. */
import { GetMetricDataCommand, type MetricDataResult, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { RefusedError, TransientError } from '../domain/errors.ts';
import { PROBE_METRIC, type ProbePoint } from '../domain/probing/probe-metric.ts';
import { chunksOf } from './chunks.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type CloudWatch = Pick<Clients, 'cloudwatch'>;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
const POINTS_MAX = 1000;

const dimensionsOf = (appliance: string) => [{ Name: PROBE_METRIC.dimension, Value: appliance }];

/** A point that is published twice is harmless: everybody who reads them asks for the maximum. */
export async function publishProbes({ cloudwatch }: CloudWatch, points: ProbePoint[]): Promise<void> {
  for (const chunk of chunksOf(points, POINTS_MAX)) {
    const MetricData = chunk.map(({ appliance, at, failed }) => ({
      MetricName: PROBE_METRIC.name,
      Dimensions: dimensionsOf(appliance),
      Timestamp: new Date(at),
      Value: failed ? 1 : 0,
      StorageResolution: 1,
    }));
    await sending('publishing probes', () =>
      cloudwatch.send(new PutMetricDataCommand({ Namespace: PROBE_METRIC.namespace, MetricData })),
    );
  }
}

type ProbeSpan = { appliance: string; from: string; to: string };

/** One page holds 100 800 points; an endless chain of pages is no answer. */
const PAGES_MAX = 5;

/**
 * Newest first, to the second. `from` may be at most three hours ago: CloudWatch keeps seconds no longer.
 * @throws TransientError when CloudWatch has not returned everything: missing points must not look like an appliance
 * that does not answer.
 */
export async function readProbePoints({ cloudwatch }: CloudWatch, span: ProbeSpan): Promise<ProbePoint[]> {
  const points: ProbePoint[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await sending('reading probes', () =>
      cloudwatch.send(new GetMetricDataCommand({ ...queryOf(span), NextToken })),
    );
    NextToken = answer.NextToken || undefined;
    for (const result of answer.MetricDataResults ?? []) {
      refuseIncomplete(result, NextToken);
      points.push(...pointsOf(result, span));
    }
    if (NextToken === undefined) return points.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  }
  throw new TransientError(`reading probes: more than ${PAGES_MAX} pages`);
}

const queryOf = ({ appliance, from, to }: ProbeSpan) => ({
  StartTime: new Date(from),
  EndTime: new Date(to),
  ScanBy: 'TimestampDescending' as const,
  MetricDataQueries: [
    {
      Id: 'probes',
      MetricStat: {
        Metric: {
          Namespace: PROBE_METRIC.namespace,
          MetricName: PROBE_METRIC.name,
          Dimensions: dimensionsOf(appliance),
        },
        Period: 1,
        Stat: 'Maximum',
      },
    },
  ],
});

/** A part is all there is on a page that has a successor; alone, it is not the answer. */
function refuseIncomplete(
  { StatusCode = 'Complete', Messages = [] }: MetricDataResult,
  next: string | undefined,
): void {
  const why = [StatusCode, ...Messages.map(({ Value }) => Value)].join(': ');
  if (StatusCode === 'Forbidden') throw new RefusedError(`reading probes: ${why}`);
  const rest = StatusCode === 'PartialData' && next !== undefined;
  if (StatusCode !== 'Complete' && !rest) throw new TransientError(`reading probes: ${why}`);
}

/** CloudWatch rounds the beginning down to a whole minute, so that it tells more than it was asked. */
function pointsOf({ Timestamps = [], Values = [] }: MetricDataResult, { appliance, from, to }: ProbeSpan) {
  return Timestamps.flatMap((timestamp, index): ProbePoint[] => {
    const epochMs = timestamp.getTime();
    if (epochMs < Math.floor(Date.parse(from) / 1000) * 1000 || epochMs > Date.parse(to)) return [];
    return [{ appliance, at: timestamp.toISOString(), failed: (Values[index] ?? 0) >= 1 }];
  });
}
