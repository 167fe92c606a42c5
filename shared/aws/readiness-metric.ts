/** Tells CloudWatch whether a failover would succeed, for the alarms that wake people. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { READINESS_METRICS as METRICS } from '../domain/readiness/metric.ts';
import type { Answer } from '../domain/readiness/verdict.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Point = { appliance: string; at: string; answer: Answer; imageAgeHours: number | undefined };

const READY: Record<Answer, number | undefined> = { ready: 1, 'not-ready': 0, unknown: undefined };

export async function publishReadiness({ cloudwatch }: Pick<Clients, 'cloudwatch'>, point: Point): Promise<void> {
  const { appliance, at, answer, imageAgeHours } = point;
  const values: [string, number | undefined][] = [
    [METRICS.ready, READY[answer]],
    [METRICS.imageAge, imageAgeHours],
  ];
  const MetricData = values.flatMap(([MetricName, Value]) =>
    Value === undefined
      ? []
      : [{ MetricName, Value, Timestamp: new Date(at), Dimensions: [{ Name: METRICS.dimension, Value: appliance }] }],
  );
  if (MetricData.length === 0) return;
  await sending(`publishing the readiness of ${appliance}`, () =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData })),
  );
}

/** Of a deployment with many appliances: ready when all are, and nothing while one of them is unknown and none is red. */
export async function publishDeployment(
  { cloudwatch }: Pick<Clients, 'cloudwatch'>,
  { stage, at, answers }: { stage: string; at: string; answers: Answer[] },
): Promise<void> {
  const answer = (['not-ready', 'unknown', 'ready'] as const).find((each) => answers.includes(each));
  const Value = answer && READY[answer];
  if (Value === undefined) return;
  const Dimensions = [{ Name: METRICS.ofDeployment, Value: stage }];
  const MetricData = [{ MetricName: METRICS.ready, Value, Timestamp: new Date(at), Dimensions }];
  await sending(`publishing the readiness of ${stage}`, () =>
    cloudwatch.send(new PutMetricDataCommand({ Namespace: METRICS.namespace, MetricData })),
  );
}
