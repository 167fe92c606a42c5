/** Machines by their names, and executions for a caller that waits. */
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListStateMachinesCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { findMachineArn, readEnteredStates, readExecution } from '../../../shared/aws/watch-execution.ts';
import { executionArnOf } from '../../../shared/domain/arns.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const machine = (name: string) => ({
  ...{ name, stateMachineArn: `arn:of:${name}`, type: 'STANDARD' as const, creationDate: new Date(0) },
});

describe('a machine', () => {
  test('is found by its whole name, on any page', async () => {
    const { clients, sfn } = mockedClients();
    sfn
      .on(ListStateMachinesCommand)
      .resolvesOnce({ stateMachines: [machine('failover-dev-takeover-2')], nextToken: 'more' })
      .resolvesOnce({ stateMachines: [machine('failover-dev-takeover')] });
    expect(await findMachineArn(clients, 'failover-dev-takeover')).toBe('arn:of:failover-dev-takeover');
  });

  test('is missing only when every page was read', async () => {
    const { clients, sfn } = mockedClients();
    sfn.on(ListStateMachinesCommand).resolves({ stateMachines: [] });
    expect(await findMachineArn(clients, 'failover-dev-takeover')).toBeUndefined();
    sfn.on(ListStateMachinesCommand).rejects(awsError('AccessDeniedException'));
    await expect(findMachineArn(clients, 'failover-dev-takeover')).rejects.toThrow(RefusedError);
  });
});

describe('an execution', () => {
  const executionArn = executionArnOf({ machineArn: 'arn:aws:states:r:1:stateMachine:m', name: 'n' });

  test('has the ARN of its machine and its name', () => {
    expect(executionArn).toBe('arn:aws:states:r:1:execution:m:n');
  });

  test('that is not visible yet is not an error, and one that cannot be read is', async () => {
    const { clients, sfn } = mockedClients();
    sfn.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
    expect(await readExecution(clients, executionArn)).toBeUndefined();
    sfn.on(DescribeExecutionCommand).rejects(awsError('ThrottlingException'));
    await expect(readExecution(clients, executionArn)).rejects.toThrow(TransientError);
  });

  test('tells the states that it has entered since, oldest first', async () => {
    const { clients, sfn } = mockedClients();
    const entered = (id: number, name: string): HistoryEvent => ({
      ...{ id, type: 'TaskStateEntered', timestamp: new Date(id * 1000), stateEnteredEventDetails: { name } },
    });
    const left: HistoryEvent = { id: 4, type: 'TaskStateExited', timestamp: new Date(4_000) };
    sfn
      .on(GetExecutionHistoryCommand)
      .resolves({ events: [entered(5, 'Launch'), left, entered(3, 'Claim'), entered(2, 'Look')] });
    expect(await readEnteredStates(clients, { executionArn, after: 2 })).toEqual([
      { id: 3, state: 'Claim', at: '1970-01-01T00:00:03.000Z' },
      { id: 5, state: 'Launch', at: '1970-01-01T00:00:05.000Z' },
    ]);
    expect(sentBy(sfn)[0]?.input).toMatchObject({ reverseOrder: true, includeExecutionData: false });
  });
});
