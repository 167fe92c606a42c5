/** Takeover executions: whether they exist, how they ended, and what they say of themselves. */
import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { Clients } from '../../../shared/aws/clients.ts';
import { listedGenerations, pastTakeoverOf, readExecution, readRun } from '../../../shared/aws/executions.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { aRecord } from '../../support/past-takeovers.ts';
import { aPlan } from '../../support/plans.ts';

const takeoverMachineArn = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover';
const RUN = { takeoverMachineArn, appliance: 'sophos', generation: 3 };
const stopDate = new Date('2026-11-21T03:05:00Z');
const startDate = new Date('2026-11-21T03:00:00Z');

const answering = (answer: object) => {
  const mocked = mockedClients();
  mocked.sfn.on(DescribeExecutionCommand).resolves(answer);
  return mocked;
};

const rejecting = (error: Error) => {
  const mocked = mockedClients();
  mocked.sfn.on(DescribeExecutionCommand).rejects(error);
  return mocked.clients;
};

describe('an execution', () => {
  test('is asked for by the name that only it can have', async () => {
    const { clients, sfn } = answering({ status: 'RUNNING', startDate });
    expect(await readRun(clients, RUN)).toMatchObject({ status: 'RUNNING', stoppedAt: undefined, redriveCount: 0 });
    const executionArn =
      'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g3';
    expect(sentBy(sfn)).toEqual([{ command: 'DescribeExecution', input: { executionArn } }]);
  });

  test('that does not exist is absent', async () => {
    const clients = rejecting(awsError('ExecutionDoesNotExist'));
    expect(await readRun(clients, RUN)).toBeUndefined();
  });

  test('that cannot be read is never absent', async () => {
    await expect(readRun(rejecting(awsError('InternalServerError', 500)), RUN)).rejects.toThrow(TransientError);
    await expect(readRun(rejecting(awsError('AccessDeniedException')), RUN)).rejects.toThrow(RefusedError);
  });

  test('that ended says when', async () => {
    const { clients } = answering({ status: 'ABORTED', startDate, stopDate });
    expect(await readRun(clients, RUN)).toMatchObject({ status: 'ABORTED', stoppedAt: '2026-11-21T03:05:00.000Z' });
  });
});

describe('a past takeover', () => {
  const pastOf = async (clients: Clients) => {
    const run = await readRun(clients, RUN);
    return run && pastTakeoverOf(run, 3);
  };
  const [input, record] = [JSON.stringify(aPlan()), JSON.stringify(aRecord())];
  const ended = { startDate, stopDate, input };

  test.each([
    { status: 'SUCCEEDED', output: record },
    { status: 'FAILED', cause: record },
  ])('that $status has its record and its plan', async (ending) => {
    const { clients } = answering({ ...ended, ...ending });
    expect(await pastOf(clients)).toEqual({
      generation: 3,
      status: ending.status,
      startedAt: '2026-11-21T03:00:00.000Z',
      stoppedAt: '2026-11-21T03:05:00.000Z',
      plan: aPlan(),
      record: aRecord(),
    });
  });

  test.each([
    { status: 'ABORTED' },
    { status: 'TIMED_OUT', cause: 'the execution timed out' },
    { status: 'FAILED', cause: '{"errorType":"RefusedError"}' },
    { status: 'FAILED', cause: '"moved"' },
  ])('without a record of its own has none ($status, $cause)', async (ending) => {
    const { clients } = answering({ ...ended, ...ending });
    expect(await pastOf(clients)).toMatchObject({ record: undefined, plan: aPlan() });
  });

  test('whose input is no plan has none', async () => {
    const { clients } = answering({ ...ended, status: 'FAILED', input: '{"by":"hand"}' });
    expect(await pastOf(clients)).toMatchObject({ plan: undefined });
  });
});

describe('the newest generation', () => {
  /** As who walks the pages finds it; 0 when there is none. */
  const newestOf = async (clients: Parameters<typeof listedGenerations>[0]): Promise<number> => {
    for await (const [newest] of listedGenerations(clients, RUN)) if (newest !== undefined) return newest;
    return 0;
  };

  const listing = (...pages: string[][]) => {
    const { clients, sfn } = mockedClients();
    const behaviour = sfn.on(ListExecutionsCommand);
    for (const [at, names] of pages.entries()) {
      const executions = names.map((name) => ({ name }) as never);
      behaviour.resolvesOnce({ executions, ...(at < pages.length - 1 && { nextToken: `page-${at + 1}` }) });
    }
    return { answer: newestOf(clients), sfn };
  };

  test('is the highest of this appliance, with any other executions in the list', async () => {
    const { answer } = listing(['takeover-vpn-g9', 'takeover-sophos-g2', 'by-hand', 'takeover-sophos-g11']);
    expect(await answer).toBe(11);
  });

  test('is 0 when nothing is listed', async () => {
    expect(await listing([]).answer).toBe(0);
  });

  test('is looked for on further pages until the appliance is named', async () => {
    const { answer, sfn } = listing(['takeover-vpn-g9'], ['takeover-sophos-g4'], ['takeover-sophos-g3']);
    expect(await answer).toBe(4);
    expect(sentBy(sfn).map(({ input }) => input)).toEqual([
      { stateMachineArn: takeoverMachineArn, maxResults: 1000 },
      { stateMachineArn: takeoverMachineArn, maxResults: 1000, nextToken: 'page-1' },
    ]);
  });

  test('is not looked for without end', async () => {
    const { answer, sfn } = listing(...Array.from({ length: 9 }, () => ['takeover-vpn-g9']));
    expect(await answer).toBe(0);
    expect(sentBy(sfn)).toHaveLength(5);
  });
});

describe('the words of any execution', () => {
  const arn = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7';

  test('are read as they are, for any machine', async () => {
    const answer = { status: 'FAILED' as const, startDate, stopDate, input: '{}', error: 'E', cause: 'a sentence' };
    const { clients, sfn } = answering(answer);
    expect(await readExecution(clients, arn)).toEqual({
      status: 'FAILED',
      input: '{}',
      error: 'E',
      cause: 'a sentence',
    });
    expect(sentBy(sfn)).toEqual([{ command: 'DescribeExecution', input: { executionArn: arn } }]);
  });

  test('are none when there is no such execution', async () => {
    const mocked = mockedClients();
    mocked.sfn.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
    expect(await readExecution(mocked.clients, arn)).toBeUndefined();
  });
});
