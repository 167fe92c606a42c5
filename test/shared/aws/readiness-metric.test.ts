/** What is published of the readiness of a whole deployment. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from '@jest/globals';
import { publishDeployment } from '../../../shared/aws/readiness-metric.ts';
import type { Answer } from '../../../shared/domain/readiness/verdict.ts';
import { mockedClients, sentBy } from '../../support/mocked-clients.ts';

test.each<[string, Answer[], number | undefined]>([
  ['1 when every appliance is ready', ['ready', 'ready'], 1],
  ['0 when one is not ready, also beside one that is unknown', ['ready', 'unknown', 'not-ready'], 0],
  ['nothing when one is unknown', ['ready', 'unknown'], undefined],
  ['nothing without appliances', [], undefined],
])('the readiness of a deployment is %s', async (_what, answers, value) => {
  const { clients, cloudwatch } = mockedClients();
  cloudwatch.on(PutMetricDataCommand).resolves({});
  await publishDeployment(clients, { stage: 'prod', at: '2026-11-21T03:00:00.000Z', answers });
  const points = sentBy(cloudwatch).map(({ input }) => input);
  const Dimensions = [{ Name: 'Deployment', Value: 'prod' }];
  const MetricData = [expect.objectContaining({ MetricName: 'Ready', Value: value, Dimensions })];
  expect(points).toEqual(value === undefined ? [] : [expect.objectContaining({ MetricData })]);
});
