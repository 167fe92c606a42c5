/** Counts takeovers, their outages and holds in CloudWatch. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type EventValues, EVENT_METRICS as METRICS } from '../domain/messages/event-metrics.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Counted = { appliance: string; at: string; values: EventValues };

export async function publishEvent(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  { appliance, at, values }: Counted,
): Promise<void> {
  const Dimensions = [{ Name: METRICS.dimension, Value: appliance }];
  const MetricData = Object.entries(values).flatMap(([MetricName, Value]) =>
    Value === undefined ? [] : [{ MetricName, Value, Timestamp: new Date(at), Dimensions }],
  );
  await sending(`counting what happened to ${appliance}`, () =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData })),
  );
}
