/** CountEvent: a point for each appliance that is configured; what fails is logged, and the mail is not affected. */
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect, test } from '@jest/globals';
import { countEvent } from '../../../../shared/steps/triggers/count-event.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';

async function counted(appliance: string, outage?: number, fails = false) {
  const logged: unknown[] = [];
  const mocks = mockedDeps({ log: (entry) => logged.push(entry) });
  const put = mocks.cloudwatch.on(PutMetricDataCommand);
  if (fails) put.rejects(awsError('AccessDenied'));
  else put.resolves({});
  await countEvent(appliance, { Takeovers: 1, OutageSeconds: outage }, mocks.deps);
  const points = mocks.cloudwatch
    .commandCalls(PutMetricDataCommand)
    .flatMap(({ args: [{ input }] }) =>
      (input.MetricData ?? []).map((each) => [input.Namespace, each.MetricName, each.Value, each.Dimensions]),
    );
  return { points, logged };
}

const OF_SOPHOS = [{ Name: 'Appliance', Value: 'sophos' }];

test('each value is a point of its own metric, by appliance', async () => {
  expect((await counted('sophos', 62.5)).points).toEqual([
    ['SophosFailover', 'Takeovers', 1, OF_SOPHOS],
    ['SophosFailover', 'OutageSeconds', 62.5, OF_SOPHOS],
  ]);
});

test('a takeover that was not answered has no outage to count', async () => {
  expect((await counted('sophos')).points).toEqual([['SophosFailover', 'Takeovers', 1, OF_SOPHOS]]);
});

test('nothing is counted of an appliance that is not configured', async () => {
  expect((await counted('another', 1)).points).toEqual([]);
});

test('a point that is refused is logged, and nothing fails', async () => {
  const { logged } = await counted('sophos', 1, true);
  expect(logged).toEqual([{ level: 'warn', message: expect.stringMatching(/^not counted: .*AccessDenied/) }]);
});
