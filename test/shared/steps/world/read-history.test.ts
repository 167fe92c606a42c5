/** The history: which generation may start now, asked for with as few questions as possible, and what went before. */
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { Deps } from '../../../../shared/deps.ts';
import { readHistory } from '../../../../shared/steps/world/read-history.ts';
import { lastEventOf } from '../../../support/genuine.ts';
import { awsError, mockedClients } from '../../../support/mocked-clients.ts';

const NOW = new Date('2026-11-21T03:00:00.000Z');
const takeoverMachineArn = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover';
const ENDED = { startDate: new Date('2026-11-20T03:00:00Z'), stopDate: new Date('2026-11-20T03:05:00Z') };
const [F, S, R]: ExecutionStatus[] = ['FAILED', 'SUCCEEDED', 'RUNNING'];

const starterOf = (generation: number): string =>
  `arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:starter-g${generation}`;

const planOf = (generation: number) => ({ appliance: 'sophos', generation, startedBy: starterOf(generation) });

const generationIn = (text: string): number => Number(/-g(\d+)$/.exec(text)?.[1]);

/** `recorded` is what the address says; `executions` are the first generation's status, the second's, and so on. */
async function historyOf(
  recorded: number | undefined,
  executions: (ExecutionStatus | undefined)[],
  listed: number[] = [],
  /** Their names are taken by executions whose starter made no plan. */
  forged: number[] = [],
) {
  const { clients, sfn } = mockedClients();
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }: { executionArn: string }) => {
    const generation = generationIn(executionArn);
    const status = executions[generation - 1];
    if (!status) throw awsError('ExecutionDoesNotExist');
    return { status, ...ENDED, input: JSON.stringify(planOf(generation)) };
  });
  // Each was started by a failover execution of its own, which put out its plan.
  sfn.on(GetExecutionHistoryCommand).callsFake(({ executionArn }: { executionArn: string }) => {
    const generation = generationIn(executionArn);
    if (executionArn.includes('-takeover:') && !executions[generation - 1]) throw awsError('ExecutionDoesNotExist');
    const plan = planOf(generation);
    const output = { outcome: 'taking-over', execution: `takeover-sophos-g${generation}`, plan };
    const ending = { status: forged.includes(generation) ? F : S, output: JSON.stringify(output) };
    return { events: [lastEventOf(ending)] };
  });
  sfn.on(ListExecutionsCommand).resolves({
    executions: listed.map((generation) => ({ ...ENDED, name: `takeover-sophos-g${generation}` }) as never),
  });
  const deps = {
    clients,
    clock: { now: () => NOW },
    deployment: { stage: 'dev', takeoverMachineArn },
  } as unknown as Deps;
  const { next, past } = await readHistory('sophos', recorded, deps);
  const asked = sfn.commandCalls(DescribeExecutionCommand).map(({ args: [{ input }] }) => `${input.executionArn}`);
  return {
    next,
    past: past.map(({ generation, status }) => `${generation} ${status}`),
    asked: asked.filter((arn) => arn.includes('-takeover:')).map(generationIn),
    listings: sfn.commandCalls(ListExecutionsCommand).length,
  };
}

test('a generation that is recorded, and succeeded, is all that has to be asked for besides its successor', async () => {
  expect(await historyOf(3, [F, F, S])).toEqual({
    ...{ next: { next: 'start', generation: 4 }, past: ['3 SUCCEEDED'], asked: [3], listings: 0 },
  });
});

test('an address whose tags say nothing has the newest listed one looked at', async () => {
  expect(await historyOf(undefined, [S, S], [1, 2])).toEqual({
    ...{ next: { next: 'start', generation: 3 }, past: ['2 SUCCEEDED'], asked: [1, 2], listings: 1 },
  });
});

test('of an appliance that was never taken over the list is read, and no execution is described', async () => {
  expect(await historyOf(undefined, [])).toEqual({
    ...{ next: { next: 'start', generation: 1 }, past: [], asked: [], listings: 1 },
  });
});

test('a first takeover that runs holds before its claim is readable, and costs no list', async () => {
  const hold = { next: 'hold', because: 'already-running', generation: 1 };
  expect(await historyOf(undefined, [R], [1])).toMatchObject({ next: hold, asked: [1], listings: 0 });
  expect(await historyOf(undefined, [R], [1], [1])).toMatchObject({ next: { next: 'start' }, listings: 1 });
});

test('a record that lags behind is walked on from, one execution after the other', async () => {
  expect(await historyOf(1, [S, S, S, S])).toMatchObject({
    ...{ next: { next: 'start', generation: 5 }, past: ['4 SUCCEEDED'], asked: [1, 2, 3, 4] },
  });
});

test('an execution that failover did not start is passed over, in what may start and in what went before', async () => {
  expect(await historyOf(1, [S, R, undefined], [], [2])).toMatchObject({
    ...{ next: { next: 'start', generation: 3 }, past: ['1 SUCCEEDED'] },
  });
});

test('the number of a forged execution is no hint: the takeover before it still runs', async () => {
  expect(await historyOf(undefined, [R, F], [1, 2], [2])).toMatchObject({
    next: { next: 'hold', because: 'already-running', generation: 1 },
  });
  expect(await historyOf(undefined, [S, R, undefined, undefined, F], [1, 2, 5], [5])).toMatchObject({
    next: { next: 'hold', because: 'already-running', generation: 2 },
  });
});

test('a row of listed forged executions is passed over down to the newest takeover of ours', async () => {
  const row = Array.from({ length: 30 }, (_, index) => index + 2);
  expect(await historyOf(undefined, [F, ...row.map(() => F)], [1, ...row], row)).toMatchObject({
    ...{ next: { next: 'start', generation: 32 }, past: ['1 FAILED'] },
  });
});

test.each([
  { executions: [S, R], forged: [], what: 'of no execution' },
  { executions: [S, R, undefined, undefined, undefined, undefined, F], forged: [7], what: 'of a forged one' },
])('a recorded number $what holds while the newest listed takeover runs', async ({ executions, forged }) => {
  expect(await historyOf(7, executions, [1, 2], forged)).toMatchObject({
    next: { next: 'hold', because: 'already-running', generation: 2 },
  });
});

test('a recorded number of no execution hides no takeover: the next number is the one behind the newest listed', async () => {
  expect(await historyOf(7, [S, F], [1, 2])).toMatchObject({
    ...{ next: { next: 'start', generation: 3 }, past: ['2 FAILED', '1 SUCCEEDED'] },
  });
});

test.each([999_999_999, 100_001, 7])('a recorded %d of no execution is no number to begin with', async (recorded) => {
  expect(await historyOf(recorded, [])).toMatchObject({ next: { next: 'start', generation: 1 }, past: [] });
});

test('the first takeover is found although neither the record nor the list names it', async () => {
  expect(await historyOf(7, [R])).toMatchObject({
    next: { next: 'hold', because: 'already-running', generation: 1 },
  });
});

test('a row of them is passed over as well', async () => {
  const row = Array.from({ length: 30 }, (_, index) => index + 2);
  expect(await historyOf(1, [F, ...row.map(() => F)], [], row)).toMatchObject({
    ...{ next: { next: 'start', generation: 32 }, past: ['1 FAILED'] },
  });
});

test('more of them than are looked at stop the failover, and say why', async () => {
  const row = Array.from({ length: 400 }, (_, index) => index + 2);
  await expect(historyOf(1, [S, ...row.map(() => F)], [], row)).rejects.toThrow(/were not started by failover/);
});

test('a record whose execution has expired lets its own generation start, after what went before it', async () => {
  expect(await historyOf(3, [S, F])).toMatchObject({
    ...{ next: { next: 'start', generation: 3 }, past: ['2 FAILED', '1 SUCCEEDED'] },
  });
});

test('one that runs holds, and then what went before it is not read', async () => {
  expect(await historyOf(2, [S, R])).toEqual({
    next: { next: 'hold', because: 'already-running', generation: 2 },
    ...{ past: [], asked: [2], listings: 0 },
  });
});

test.each<[string, (ExecutionStatus | undefined)[], string[], number[]]>([
  ['to the first that succeeded, and no further', [F, S, F], ['3 FAILED', '2 SUCCEEDED'], [3, 2]],
  ['to one that has expired', [F, undefined, F], ['3 FAILED'], [3]],
  ['to the very first generation', [F, F], ['2 FAILED', '1 FAILED'], [2, 1]],
  [
    'for no more than five failures in a row',
    [F, F, F, F, F, F, F],
    [7, 6, 5, 4, 3].map((generation) => `${generation} FAILED`),
    [7, 6, 5, 4, 3],
  ],
])('what went before is read newest first, back %s', async (_, executions, past, asked) => {
  expect(await historyOf(executions.length, executions)).toMatchObject({ past, asked });
});
