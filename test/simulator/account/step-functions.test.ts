/** Executions: names as locks, the SDK's shapes and errors, retries and catches. */
import { describe, expect, test } from '@jest/globals';
import { TaskError } from '../../../simulator/account/sfn/errors.ts';
import { act, BACK_ARN, begin, status, tell } from '../../support/small-machines.ts';

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

  test('what ended long ago is forgotten when the story says so, and nothing else', () =>
    tell({}, async (service, clock) => {
      begin(service, 'old');
      await clock.sleep(86_400_000);
      begin(service, 'young');
      service.forgetEndedBefore(clock.nowMs() - 3_600_000);
      expect(service.executions.map(({ name }) => name)).toEqual(['young']);
      expect(() => status(service, 'old')).toThrow(expect.objectContaining({ name: 'ExecutionDoesNotExist' }));
      await clock.sleep(60_000);
      expect(status(service, 'young').status).toBe('SUCCEEDED');
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
