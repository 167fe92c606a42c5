/** Tells CloudWatch whether a failover would succeed, for the alarms that wake people. */
import { READINESS_METRICS as METRICS } from '../domain/readiness/metric.ts';
import type { Answer } from '../domain/readiness/verdict.ts';
import type { Clients } from './clients.ts';
import { putValues } from './put-values.ts';

type CloudWatch = Pick<Clients, 'cloudwatch'>;
type Point = { appliance: string; at: string; answer: Answer; imageAgeHours: number | undefined };

const READY: Record<Answer, number | undefined> = { ready: 1, 'not-ready': 0, unknown: undefined };

export const publishReadiness = (clients: CloudWatch, { appliance, at, answer, imageAgeHours }: Point): Promise<void> =>
  putValues(clients, {
    ...{ doing: `publishing the readiness of ${appliance}`, at },
    dimension: { Name: METRICS.dimension, Value: appliance },
    values: { [METRICS.ready]: READY[answer], [METRICS.imageAge]: imageAgeHours },
  });

/** Of a deployment with many appliances: ready when all are, and nothing while one of them is unknown and none is red. */
export async function publishDeployment(
  clients: CloudWatch,
  { stage, at, answers }: { stage: string; at: string; answers: Answer[] },
): Promise<void> {
  const answer = (['not-ready', 'unknown', 'ready'] as const).find((each) => answers.includes(each));
  await putValues(clients, {
    ...{ doing: `publishing the readiness of ${stage}`, at },
    dimension: { Name: METRICS.ofDeployment, Value: stage },
    values: { [METRICS.ready]: answer && READY[answer] },
  });
}
