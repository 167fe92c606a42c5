/** What Lambda does with an invocation whose caller does not wait. */
import { describe, expect, test } from '@jest/globals';
import type { AsyncInvocation } from '../../../../shared/machines/async-invocations.ts';
import { asyncInvocations } from '../../../../simulator/account/lambda/async-invocations.ts';
import { lambdaError, THROTTLED } from '../../../../simulator/account/lambda/outcome.ts';
import { inAccount, START } from '../../../support/simulated-account.ts';

type Called = { atSeconds: number; functionName: string; payload: unknown };

/** A function that fails so many times first. */
type Story = { failures: number; settings?: Partial<AsyncInvocation>; throttled?: boolean };

const story = ({ failures, settings, throttled }: Story) =>
  inAccount({}, async ({ world }) => {
    const calls: Called[] = [];
    const invoke = async (functionName: string, payload: unknown): Promise<unknown> => {
      const atSeconds = (world.clock.nowMs() - START.getTime()) / 1000;
      calls.push({ atSeconds, functionName, payload });
      if (calls.length <= failures) {
        throw throttled ? lambdaError(THROTTLED, { errorMessage: 'Rate Exceeded.' }) : new Error('not this time');
      }
      return { found: 1 };
    };
    const lambda = { invoke };
    const own = { retries: 2, ageSecondsMax: 900, ...settings };
    const queue = asyncInvocations({ world, lambda, stage: 'dev', settings: { sweep: own } });
    queue.send('sweep', { minute: 1 });
    await queue.idle();
    return { calls, undone: queue.undone };
  });

const secondsOf = (calls: Called[]): number[] => calls.map(({ atSeconds }) => atSeconds);

describe('an invocation that fails', () => {
  test('is repeated after one minute and after two more', async () => {
    const { calls, undone } = await story({ failures: 2 });
    expect(secondsOf(calls)).toEqual([0, 60, 180]);
    expect(undone).toEqual([]);
  });

  test('is given up after its last attempt, and is not lost from sight', async () => {
    const { calls, undone } = await story({ failures: 9 });
    expect(calls.length).toBe(3);
    expect(undone).toMatchObject([{ functionName: 'sweep', payload: { minute: 1 } }]);
  });

  test.each([
    ['has no attempts left', { retries: 0 }],
    ['would be too old by then', { ageSecondsMax: 59 }],
  ])('is not repeated when it %s', async (_why, settings) => {
    const { calls, undone } = await story({ failures: 9, settings });
    expect(secondsOf(calls)).toEqual([0]);
    expect(undone.length).toBe(1);
  });
});

describe('an invocation that is throttled', () => {
  test('is sent again after one second, two, four and so on, and uses no attempt', async () => {
    const { calls, undone } = await story({ failures: 4, throttled: true, settings: { retries: 0 } });
    expect(secondsOf(calls)).toEqual([0, 1, 3, 7, 15]);
    expect(undone).toEqual([]);
  });

  test('is given up once it is too old', async () => {
    const { calls, undone } = await story({ failures: 99, throttled: true, settings: { ageSecondsMax: 10 } });
    expect(secondsOf(calls)).toEqual([0, 1, 3, 7]);
    expect(undone).toHaveLength(1);
  });
});

test('a success of more than 256 KB reaches no destination', () =>
  inAccount({}, async ({ world }) => {
    const called: string[] = [];
    const invoke = async (functionName: string): Promise<unknown> => {
      called.push(functionName);
      return { found: 'x'.repeat(256 * 1024) };
    };
    const lambda = { invoke };
    const own = { retries: 0, ageSecondsMax: 900, onSuccess: 'notify' as const };
    const queue = asyncInvocations({ world, lambda, stage: 'dev', settings: { sweep: own } });
    queue.send('sweep', {});
    await queue.idle();
    expect(called).toEqual(['sweep']);
    expect(queue.tooLarge).toMatchObject([{ functionName: 'sweep' }]);
  }));

describe('a success', () => {
  test('is sent to its destination with what was asked and what was answered', async () => {
    const { calls } = await story({ failures: 1, settings: { onSuccess: 'notify' } });
    const told = calls.at(-1);
    expect(told?.functionName).toBe('notify');
    expect(told?.payload).toEqual({
      version: '1.0',
      timestamp: expect.stringMatching(/^2026-11-21T00:01:00\.\d{3}Z$/),
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: 'arn:aws:lambda:ap-northeast-1:123456789012:function:failover-dev-sweep:$LATEST',
        condition: 'Success',
        approximateInvokeCount: 2,
      },
      requestPayload: { minute: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { found: 1 },
    });
  });

  test('without a destination is sent nowhere', async () => {
    const { calls } = await story({ failures: 0 });
    expect(calls.map(({ functionName }) => functionName)).toEqual(['sweep']);
  });
});
