/** Executions: names as locks, the SDK's shapes and errors, retries and catches, crashes, redrives, stale readers. */
import { describe, expect, test } from '@jest/globals';
import type { Machine } from '../../shared/machines/load-machine.ts';
import { runInVirtualTime, type VirtualClock } from '../../simulator/clock.ts';
import { seededRandom } from '../../simulator/random.ts';
import { TaskError } from '../../simulator/sfn/errors.ts';
import { createStepFunctions, type StepFunctions, type StepFunctionsOptions } from '../../simulator/step-functions.ts';

const FRONT: Machine = {
  StartAt: 'Look',
  States: {
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:look',
      TimeoutSeconds: 10,
      Next: 'Work',
    },
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Parameters: { StateMachineArn: 'arn:x:stateMachine:back', Name: 'taken', Input: { 'from.$': '$$.Execution.Id' } },
      TimeoutSeconds: 10,
      Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'Held' }],
      Next: 'Done',
    },
    Held: { Type: 'Pass', Result: { outcome: 'held' }, End: true },
    Done: { Type: 'Succeed' },
  },
};

const BACK: Machine = {
  StartAt: 'First',
  States: {
    First: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:first',
      TimeoutSeconds: 10,
      Parameters: { 'started.$': '$$.Execution.StartTime', 'redrives.$': '$$.Execution.RedriveCount', 'input.$': '$' },
      Retry: [{ ErrorEquals: ['TransientError'], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Sorry', ResultPath: '$.error' }],
      Next: 'Pause',
    },
    Pause: { Type: 'Wait', Seconds: 30, Next: 'Second' },
    Second: {
      Type: 'Task',
      Resource: 'arn:aws:lambda:eu-west-1:123456789012:function:second',
      TimeoutSeconds: 5,
      End: true,
    },
    Sorry: { Type: 'Fail', Error: 'Gave up', Cause: 'nothing worked' },
  },
};

type Options = Partial<Pick<StepFunctionsOptions, 'invoke' | 'readLagMs'>>;
type Story<T> = (service: StepFunctions, clock: VirtualClock) => Promise<T>;

const BACK_ARN = 'arn:aws:states:eu-west-1:123456789012:stateMachine:back';
const executionArn = (name: string) => `arn:aws:states:eu-west-1:123456789012:execution:back:${name}`;

function tell<T>({ invoke, readLagMs }: Options, story: Story<T>): Promise<T> {
  return runInVirtualTime({ startAt: new Date('2026-01-01T00:00:00Z'), seed: 3 }, (clock) => {
    const service = createStepFunctions({
      ...{ clock, random: seededRandom(3), region: 'eu-west-1', accountId: '123456789012' },
      machines: { front: FRONT, back: BACK },
      invoke: invoke ?? (async (name, payload) => ({ name, payload })),
      transitionMs: { min: 20, max: 60 },
      readLagMs: readLagMs ?? { min: 0, max: 0 },
    });
    return story(service, clock);
  });
}

const act = (service: StepFunctions, action: string, input: Record<string, unknown>): Record<string, unknown> => {
  const run = service.actions[action];
  if (!run) throw new Error(`no action ${action}`);
  return run(input);
};

const begin = (service: StepFunctions, name: string, input = '{}') =>
  act(service, 'StartExecution', { stateMachineArn: BACK_ARN, name, input });

const status = (service: StepFunctions, name: string) =>
  act(service, 'DescribeExecution', { executionArn: executionArn(name) });

describe('the name as a lock', () => {
  test('the same name with the same input answers with the execution that runs', () =>
    tell({}, async (service, clock) => {
      const first = begin(service, 'g1');
      await clock.sleep(1000);
      expect(begin(service, 'g1')).toEqual(first);
      expect(service.executions).toHaveLength(1);
    }));

  test('another input, or a closed execution, is ExecutionAlreadyExists', () =>
    tell({}, async (service, clock) => {
      begin(service, 'g1');
      expect(() => begin(service, 'g1', '{"other":1}')).toThrow(
        expect.objectContaining({ name: 'ExecutionAlreadyExists' }),
      );
      await clock.sleep(60_000);
      expect(status(service, 'g1').status).toBe('SUCCEEDED');
      expect(() => begin(service, 'g1')).toThrow(expect.objectContaining({ name: 'ExecutionAlreadyExists' }));
    }));

  test('a name is free again after ninety days', () =>
    tell({}, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(90 * 86_400_000 - 1000);
      expect(() => begin(service, 'g1')).toThrow();
      await clock.sleep(1000);
      begin(service, 'g1');
      expect(service.executions).toHaveLength(2);
    }));

  test('a nested start under a taken name is caught by its AWS name', () =>
    tell({}, async (service, clock) => {
      begin(service, 'taken', '{"by":"another"}');
      const { execution } = service.start({ machine: BACK_ARN.replace('back', 'front'), name: 'f1', input: '{}' });
      await clock.sleep(5000);
      expect(execution.events.map(({ state, kind }) => `${kind} ${state}`)).toContain('caught Work');
      expect(execution.versions.at(-1)?.output).toBe('{"outcome":"held"}');
    }));

  test('a machine that does not exist is StateMachineDoesNotExist', () =>
    tell({}, async (service) => {
      const start = { stateMachineArn: BACK_ARN.replace('back', 'other'), name: 'g1', input: '{}' };
      const missing = expect.objectContaining({ name: 'StateMachineDoesNotExist' });
      expect(() => act(service, 'StartExecution', start)).toThrow(missing);
      expect(() => act(service, 'ListExecutions', { stateMachineArn: start.stateMachineArn })).toThrow(missing);
    }));
});

describe('running', () => {
  test('a transient error is retried and the run succeeds', async () => {
    let attempts = 0;
    const invoke = async (name: string): Promise<unknown> => {
      attempts += 1;
      if (attempts < 3) throw new TaskError({ error: 'TransientError', cause: '{"errorType":"TransientError"}' });
      return { name, vanishes: undefined };
    };
    await tell({ invoke }, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(60_000);
      const events = service.executions[0]?.events ?? [];
      expect(events.filter(({ kind }) => kind === 'retried')).toHaveLength(2);
      expect(status(service, 'g1')).toMatchObject({
        status: 'SUCCEEDED',
        output: '{"name":"second"}',
        redriveCount: 0,
      });
    });
  });

  test('a failure keeps its error, and Catch sees the cause as Lambda wrote it', async () => {
    const cause = '{"errorType":"RefusedError","errorMessage":"no","trace":[]}';
    const invoke = async (): Promise<unknown> => {
      throw new TaskError({ error: 'RefusedError', cause });
    };
    await tell({ invoke }, async (service, clock) => {
      begin(service, 'g1', '{"a":1}');
      await clock.sleep(1000);
      const sorry = service.executions[0]?.events.find(({ state }) => state === 'Sorry');
      expect(sorry?.input).toEqual({ a: 1, error: { Error: 'RefusedError', Cause: cause } });
      expect(status(service, 'g1')).toMatchObject({ status: 'FAILED', error: 'Gave up', cause: 'nothing worked' });
    });
  });

  test('a task is given up at its TimeoutSeconds, and transitions take some milliseconds each', async () => {
    const invoke = (): Promise<unknown> => new Promise(() => {});
    await tell({ invoke }, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(20_000);
      const { events, startedAtMs = 0, versions = [] } = service.executions[0] ?? {};
      expect(events?.find(({ kind }) => kind === 'failed')).toMatchObject({ state: 'First', error: 'States.Timeout' });
      const lastedMs = (versions.at(-1)?.atMs ?? 0) - startedAtMs;
      expect(lastedMs).toBeGreaterThan(10_000);
      expect(lastedMs).toBeLessThan(10_300);
    });
  });

  test('a payload over 256 KiB fails past every Catch', async () => {
    await tell({ invoke: async () => 'x'.repeat(300_000) }, async (service, clock) => {
      begin(service, 'g1');
      await clock.sleep(1000);
      expect(status(service, 'g1')).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
    });
  });
});

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

const rank = (status: string): number => ['ExecutionDoesNotExist', 'RUNNING', 'SUCCEEDED'].indexOf(status);
