/** Points of several metrics of ours, at one instant and under one dimension. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { PROBE_METRIC } from '../domain/probing/probe-metric.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Points = {
  /** For the sentence of an error. */
  doing: string;
  at: string;
  dimension: { Name: string; Value: string };
  /** By the name of their metric. What is undefined is not published. */
  values: Record<string, number | undefined>;
};

export async function putValues(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  { doing, at, dimension, values }: Points,
): Promise<void> {
  const MetricData = Object.entries(values).flatMap(([MetricName, Value]) =>
    Value === undefined ? [] : [{ MetricName, Value, Timestamp: new Date(at), Dimensions: [dimension] }],
  );
  if (MetricData.length === 0) return;
  await sending(doing, () =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: PROBE_METRIC.namespace, MetricData })),
  );
}
