/** EarlyStartOf: which `prepare` execution started a standby, by its history and EC2's LaunchTime. */
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { executionArnOf, prepareMachineArnOf } from '../../../../shared/domain/arns.ts';
import { prepareNameOf, previousNameOf } from '../../../../shared/domain/decision/early-launch.ts';
import { earlyStartOf } from '../../../../shared/steps/provenance/early-start.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';

const STARTED = '2026-11-21T03:14:00.000Z';

const exited = (id: number, name: string, done: object) => ({
  ...{ id, type: 'TaskStateExited' as const, timestamp: new Date(STARTED) },
  stateExitedEventDetails: { name, output: JSON.stringify({ done }) },
});

type Case = {
  launchedAt?: string | undefined;
  planned?: string | undefined;
  /** Of LaunchAhead; `none` when it put out nothing. */
  outcome?: 'started' | 'launched' | 'refused' | 'none';
  slot?: 'this' | 'previous' | 'no';
};

async function found({ planned = 'i-1', outcome = 'started', slot = 'this', ...given }: Case = {}): Promise<string> {
  const mocks = mockedDeps();
  const launchedAt = 'launchedAt' in given ? given.launchedAt : '2026-11-21T03:14:02.000Z';
  const arnOf = (name: string): string =>
    executionArnOf({ machineArn: prepareMachineArnOf(mocks.deps.deployment), name });
  const nameOf = slot === 'previous' ? previousNameOf : prepareNameOf;
  const events = [
    { id: 1, type: 'ExecutionStarted' as const, timestamp: new Date(STARTED) },
    exited(2, 'PlanAhead', { plan: { plan: { standby: { instanceId: planned } } } }),
    ...(outcome === 'none' ? [] : [exited(3, 'LaunchAhead', { launch: { outcome } })]),
  ];
  mocks.sfn.on(GetExecutionHistoryCommand).rejects(awsError('ExecutionDoesNotExist'));
  const executionArn = arnOf(nameOf({ appliance: 'sophos', since: launchedAt ?? STARTED }));
  if (slot !== 'no') mocks.sfn.on(GetExecutionHistoryCommand, { executionArn, maxResults: 200 }).resolves({ events });
  const arn = await earlyStartOf({ id: 'i-1', launchedAt }, 'sophos', mocks.deps);
  return arn === undefined ? 'none' : arn === executionArn ? 'that one' : arn;
}

test.each<[string, Case]>([
  ['that planned it and put out its start', {}],
  ['whose answer was lost, and that put out nothing', { outcome: 'none' }],
  ['of the quarter of an hour before', { slot: 'previous' }],
  ['that began within the same second', { launchedAt: '2026-11-21T03:13:59.000Z' }],
  ['that needed three minutes', { launchedAt: '2026-11-21T03:17:00.000Z', slot: 'previous' }],
])('is the execution %s', async (_, each) => {
  expect(await found(each)).toBe('that one');
});

test.each<[string, Case]>([
  ['no execution is there', { slot: 'no' }],
  ['it planned another standby', { planned: 'i-2' }],
  ['EC2 refused the start, and it launched', { outcome: 'launched' }],
  ['it started nothing', { outcome: 'refused' }],
  ['the standby was started before it', { launchedAt: '2026-11-21T03:13:58.000Z' }],
  ['the standby was started again much later', { launchedAt: '2026-11-21T03:17:01.000Z', slot: 'previous' }],
  ['EC2 does not say when it was started', { launchedAt: undefined }],
])('is none when %s', async (_, each) => {
  expect(await found(each)).toBe('none');
});

test('is unknown while Step Functions cannot be asked', async () => {
  const mocks = mockedDeps();
  mocks.sfn.on(GetExecutionHistoryCommand).rejects(awsError('ThrottlingException'));
  await expect(earlyStartOf({ id: 'i-1', launchedAt: STARTED }, 'sophos', mocks.deps)).rejects.toThrow(/Throttling/);
});
