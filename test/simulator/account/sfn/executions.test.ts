/** Executions that are stopped, crashed, redriven, and read late. */
import { describe, expect, test } from '@jest/globals';
import { act, BACK_ARN, begin, executionArn, status, tell } from '../../../support/small-machines.ts';

const rank = (status: string): number => ['ExecutionDoesNotExist', 'RUNNING', 'SUCCEEDED'].indexOf(status);

describe('being stopped', () => {
  test('StopExecution aborts, and no later state begins', () =>
    tell({}, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(10_000);
      act(service, 'StopExecution', { executionArn: executionArn('g1'), error: 'by hand', cause: 'a test' });
      await clock.sleep(60_000);
      expect(status(service, 'g1')).toMatchObject({ status: 'ABORTED', error: 'by hand', cause: 'a test' });
      expect(service.executions[0]?.events.some(({ state }) => state === 'Second')).toBe(false);
    }));

  test.each([
    ['before', []],
    ['after', ['second']],
  ] as const)('a crash %s a state leaves exactly the work up to there', async (when, expected) => {
    const invoked: string[] = [];
    const invoke = async (name: string): Promise<unknown> => {
      invoked.push(name);
      return {};
    };
    await tell({ invoke }, async (service, clock) => {
      service.crashes.push({ machine: 'back', state: 'Second', when, as: 'FAILED' });
      begin(service, 'g1');
      await clock.sleep(60_000);
      expect(invoked).toEqual(['first', ...expected]);
      expect(status(service, 'g1').status).toBe('FAILED');
    });
  });

  test('a redrive goes on in the state that failed, with the start time it had and a count in its context', async () => {
    const payloads: unknown[] = [];
    const invoke = async (_name: string, payload: unknown): Promise<unknown> => {
      payloads.push(payload);
      return {};
    };
    await tell({ invoke }, async (service, clock) => {
      service.crashes.push({ machine: 'back', state: 'First', when: 'before', as: 'ABORTED' });
      begin(service, 'g1', '{"a":1}');
      await clock.sleep(600_000);
      act(service, 'RedriveExecution', { executionArn: executionArn('g1') });
      await clock.sleep(60_000);
      expect(payloads[0]).toEqual({ started: '2026-01-01T00:00:00.000Z', redrives: 1, input: { a: 1 } });
      expect(status(service, 'g1')).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    });
  });
});

describe('a deployment in the middle of a run', () => {
  const short = (invoked: string[]) => async (name: string) => invoked.push(name);
  const next = { StartAt: 'Done', States: { Done: { Type: 'Succeed' as const } } };

  test('leaves a running execution its definition, and gives the next one the new', async () => {
    const invoked: string[] = [];
    await tell({ invoke: short(invoked) }, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(10_000);
      service.redeploy({ back: next });
      begin(service, 'g2');
      await clock.sleep(60_000);
      expect(invoked).toEqual(['first', 'second']);
      expect([status(service, 'g1').status, status(service, 'g2').status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    });
  });

  test('leaves it to a redrive as well', async () => {
    const invoked: string[] = [];
    await tell({ invoke: short(invoked) }, async (service, clock) => {
      service.crashes.push({ machine: 'back', state: 'First', when: 'before', as: 'ABORTED' });
      begin(service, 'g1');
      await clock.sleep(10_000);
      service.redeploy({ back: next });
      act(service, 'RedriveExecution', { executionArn: executionArn('g1') });
      await clock.sleep(60_000);
      expect(invoked).toEqual(['first', 'second']);
    });
  });
});

describe('reading late', () => {
  test('a reader may see the past, but never goes back', () =>
    tell({ readLagMs: { min: 3000, max: 20_000 } }, async (service, clock) => {
      begin(service, 'g1');
      const seen: string[] = [];
      for (let second = 0; second < 120; second += 1) {
        await clock.sleep(1000);
        try {
          seen.push(String(status(service, 'g1').status));
        } catch (error) {
          seen.push(error instanceof Error ? error.name : 'unknown');
        }
      }
      expect(seen).toEqual(seen.toSorted((one, other) => rank(one) - rank(other)));
      expect(new Set(seen)).toEqual(new Set(['ExecutionDoesNotExist', 'RUNNING', 'SUCCEEDED']));
    }));

  test('ListExecutions is newest first, filters by status and pages', () =>
    tell({}, async (service, clock) => {
      for (const name of ['g1', 'g2', 'g3']) {
        begin(service, name);
        await clock.sleep(12_000);
      }
      const list = (input: Record<string, unknown>) =>
        act(service, 'ListExecutions', { stateMachineArn: BACK_ARN, ...input });
      expect(list({ statusFilter: 'RUNNING' }).executions).toMatchObject([{ name: 'g3' }, { name: 'g2' }]);
      const first = list({ maxResults: 2 });
      expect(first.executions).toMatchObject([{ name: 'g3' }, { name: 'g2' }]);
      expect(list({ maxResults: 2, nextToken: first.nextToken }).executions).toMatchObject([{ name: 'g1' }]);
    }));
});

describe('the history of an execution', () => {
  test('names the states that were entered and left, newest first when asked so, page by page', () =>
    tell({}, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(60_000);
      const read = (more: object) =>
        act(service, 'GetExecutionHistory', { executionArn: executionArn('g1'), ...more }) as {
          events: { id: number; type: string; stateEnteredEventDetails?: { name: string } }[];
          nextToken?: string;
        };
      const { events } = read({});
      expect(events[0]).toMatchObject({ id: 1, type: 'ExecutionStarted' });
      const entered = events.flatMap(({ stateEnteredEventDetails: details }) => details?.name ?? []);
      expect(entered).toEqual(['First', 'Pause', 'Second']);
      expect(read({ reverseOrder: true }).events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).reverse());
      const first = read({ maxResults: 2 });
      expect(first.events).toEqual(events.slice(0, 2));
      expect(read({ maxResults: 2, nextToken: first.nextToken }).events).toEqual(events.slice(2, 4));
    }));

  test('ends with how the execution ended, and what it put out, unless only its shape is asked for', () =>
    tell({}, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(60_000);
      const last = (more: object) =>
        act(service, 'GetExecutionHistory', {
          ...{ executionArn: executionArn('g1'), reverseOrder: true, maxResults: 1 },
          ...more,
        });
      const { output } = act(service, 'DescribeExecution', { executionArn: executionArn('g1') });
      expect(last({}).events).toMatchObject([
        { type: 'ExecutionSucceeded', executionSucceededEventDetails: { output } },
      ]);
      expect(last({ includeExecutionData: false }).events).toEqual([
        expect.not.objectContaining({ executionSucceededEventDetails: expect.anything() }),
      ]);
    }));

  test('is as late as every other read', () =>
    tell({ readLagMs: { min: 5_000, max: 5_000 } }, async (service, clock) => {
      begin(service, 'g1');
      expect(() => act(service, 'GetExecutionHistory', { executionArn: executionArn('g1') })).toThrow(/Does Not Exist/);
      await clock.sleep(5_000);
      const { events } = act(service, 'GetExecutionHistory', { executionArn: executionArn('g1') });
      // By now it waits in Pause; the reader sees it at its start.
      expect(events).toHaveLength(2);
      expect(events).toContainEqual(expect.objectContaining({ stateEnteredEventDetails: { name: 'First' } }));
    }));
});

test('machines are listed by name and ARN', () =>
  tell({}, async (service) => {
    const { stateMachines } = act(service, 'ListStateMachines', {});
    expect(stateMachines).toContainEqual(expect.objectContaining({ name: 'back', stateMachineArn: BACK_ARN }));
  }));
