/** Tells CloudWatch whether a failover would succeed, for the alarms that wake people. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { READINESS_METRICS as METRICS } from '../domain/readiness-metric.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Point = { appliance: string; at: string; ready: boolean; imageAgeHours: number | undefined };

export async function publishReadiness({ cloudwatch }: Pick<Clients, 'cloudwatch'>, point: Point): Promise<void> {
  const { appliance, at, ready, imageAgeHours } = point;
  const values: [string, number | undefined][] = [
    [METRICS.ready, ready ? 1 : 0],
    [METRICS.imageAge, imageAgeHours],
  ];
  const MetricData = values.flatMap(([MetricName, Value]) =>
    Value === undefined
      ? []
      : [{ MetricName, Value, Timestamp: new Date(at), Dimensions: [{ Name: METRICS.dimension, Value: appliance }] }],
  );
  await sending(`publishing the readiness of ${appliance}`, () =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData })),
  );
}
