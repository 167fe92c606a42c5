/** What the last event of a history says of an execution, and what is kept of one that succeeded. */
import { GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { isTaken, readStarter } from '../../../shared/aws/last-event.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

const STARTER = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:e-1';
const takeoverMachineArn = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover';
const RUN = { takeoverMachineArn, appliance: 'sophos', generation: 3 };

const event = (type: HistoryEvent['type'], more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  ...{ id: 9, timestamp: new Date(0), type },
  ...more,
});

function lastEventIs(last: HistoryEvent | Error) {
  const mocks = mockedClients();
  const asked = mocks.sfn.on(GetExecutionHistoryCommand);
  if (last instanceof Error) asked.rejects(last);
  else asked.resolves({ events: [last] });
  return { ...mocks, count: () => mocks.sfn.commandCalls(GetExecutionHistoryCommand).length };
}

test.each([
  ['ExecutionFailed', 'FAILED'],
  ['ExecutionAborted', 'ABORTED'],
  ['ExecutionTimedOut', 'TIMED_OUT'],
  ['ExecutionStarted', 'RUNNING'],
  ['ExecutionRedriven', 'RUNNING'],
  ['TaskStateExited', 'RUNNING'],
] as const)('%s means %s, and is asked for again, because it may change', async (type, status) => {
  const { clients, count } = lastEventIs(event(type));
  expect(await readStarter(clients, STARTER)).toEqual({ arn: STARTER, status });
  await readStarter(clients, STARTER);
  expect(count()).toBe(2);
});

const SUCCEEDED = event('ExecutionSucceeded', { executionSucceededEventDetails: { output: '{"outcome":"held"}' } });

test('an execution that succeeded is asked for once: what it put out never changes', async () => {
  const { clients, count } = lastEventIs(SUCCEEDED);
  for (let times = 0; times < 3; times++) {
    const expected = { arn: STARTER, status: 'SUCCEEDED', output: { outcome: 'held' } };
    expect(await readStarter(clients, STARTER)).toEqual(expected);
  }
  expect(count()).toBe(1);
});

test('each execution environment asks for itself', async () => {
  const { clients, count } = lastEventIs(SUCCEEDED);
  await readStarter(clients, STARTER);
  await readStarter({ ...clients }, STARTER);
  expect(count()).toBe(2);
});

test('of more than five hundred the oldest is asked for again', async () => {
  const { clients, count } = lastEventIs(SUCCEEDED);
  for (let index = 0; index <= 500; index++) await readStarter(clients, `${STARTER}-${index}`);
  await readStarter(clients, `${STARTER}-500`);
  expect(count()).toBe(501);
  await readStarter(clients, `${STARTER}-0`);
  expect(count()).toBe(502);
});

test('an execution that is not visible is absent, and is asked for again', async () => {
  const { clients, count } = lastEventIs(awsError('ExecutionDoesNotExist'));
  expect(await readStarter(clients, STARTER)).toBeUndefined();
  expect(await readStarter(clients, STARTER)).toBeUndefined();
  expect(count()).toBe(2);
});

test.each([
  ['is taken, for any state of its execution', event('TaskStateEntered'), true],
  ['is free when Step Functions does not know it', awsError('ExecutionDoesNotExist'), false],
] as const)('the name of a takeover %s', async (_, last, taken) => {
  const { clients, sfn } = lastEventIs(last);
  expect(await isTaken(clients, RUN)).toBe(taken);
  const [call] = sfn.commandCalls(GetExecutionHistoryCommand);
  expect(call?.args[0].input).toEqual({
    executionArn: 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g3',
    ...{ reverseOrder: true, maxResults: 1, includeExecutionData: false },
  });
});

test('an answer that does not come is no verdict on either', async () => {
  const { clients } = lastEventIs(awsError('ThrottlingException'));
  await expect(isTaken(clients, RUN)).rejects.toMatchObject({ name: 'TransientError' });
  await expect(readStarter(clients, STARTER)).rejects.toMatchObject({ name: 'TransientError' });
});
