/** Lambda: cold and warm starts, JSON both ways, and every way to end badly. */
import { describe, expect, test } from '@jest/globals';
import type { Deps, Step } from '../../../shared/deps.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { type Caller, callers } from '../../../simulator/account/caller.ts';
import { afterCall, beforeCall } from '../../../simulator/account/lambda/mortals.ts';
import { createLambda, type Lambda } from '../../../simulator/account/lambda-runtime.ts';
import { runInVirtualTime, type VirtualClock } from '../../../simulator/account/time/clock.ts';
import type { World } from '../../../simulator/account/world.ts';
import { seededRandom } from '../../../simulator/random.ts';

const startAt = new Date('2026-01-01T00:00:00Z');

type Body = (input: unknown, clock: VirtualClock, deps: Deps) => Promise<unknown>;

/** One function, `work`, with this body and a time-out of three seconds. */
function tell<T>(body: Body, story: (lambda: Lambda, clock: VirtualClock) => Promise<T>): Promise<T> {
  return runInVirtualTime({ startAt, seed: 1 }, (clock) => {
    const step: Step<unknown, unknown> = { parse: (event) => event, run: (input, deps) => body(input, clock, deps) };
    const lambda = createLambda({
      // The runtime asks a world for nothing but time and chance; steps here make no SDK calls.
      world: { clock: clock as VirtualClock, random: seededRandom(1) } as World,
      steps: { work: step },
      deps: {} as Deps,
      timeoutSeconds: () => 3,
      coldStartMs: { min: 375, max: 375 },
      warmStartMs: { min: 10, max: 10 },
      idleMs: { min: 300_000, max: 300_000 },
      concurrentExecutions: 2,
    });
    return story(lambda, clock);
  });
}

const failure = async (work: Promise<unknown>): Promise<{ error: string; cause: Record<string, unknown> }> => {
  const error = await work.then(
    () => new Error('it returned'),
    (cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause))),
  );
  return { error: error.name, cause: JSON.parse(error.message) };
};

describe('starts', () => {
  test('the first call is cold, the next warm, and one after a long idle time cold again', () =>
    tell(
      async () => 'done',
      async (lambda, clock) => {
        await lambda.invoke('work', {});
        await clock.sleep(60_000);
        await lambda.invoke('work', {});
        await clock.sleep(301_000);
        await lambda.invoke('work', {});
        const lasted = lambda.invocations.map(({ cold, startedAtMs, endedAtMs = 0 }) => [
          cold,
          endedAtMs - startedAtMs,
        ]);
        expect(lasted).toEqual([
          [true, 375],
          [false, 10],
          [true, 375],
        ]);
      },
    ));

  test('concurrent calls have an environment each', () =>
    tell(
      async () => 'done',
      async (lambda) => {
        await Promise.all([lambda.invoke('work', {}), lambda.invoke('work', {})]);
        expect(lambda.invocations.map(({ cold }) => cold)).toEqual([true, true]);
      },
    ));
});

describe('payloads', () => {
  test('input and output pass through JSON', () =>
    tell(
      async (input) => ({ input, at: new Date(0), nothing: undefined }),
      async (lambda) => {
        const output = await lambda.invoke('work', { a: undefined, b: new Date(0) });
        expect(output).toEqual({ input: { b: '1970-01-01T00:00:00.000Z' }, at: '1970-01-01T00:00:00.000Z' });
        expect(Object.keys(Object(output))).not.toContain('nothing');
      },
    ));

  test('a function that returns nothing returns null', () =>
    tell(
      async () => undefined,
      async (lambda) => expect(await lambda.invoke('work', {})).toBeNull(),
    ));
});

describe('endings', () => {
  test('an error keeps its name, and the cause carries type, message and trace', () =>
    tell(
      async () => {
        throw new RefusedError('not ours');
      },
      async (lambda) => {
        const { error, cause } = await failure(lambda.invoke('work', {}));
        expect(error).toBe('RefusedError');
        expect(cause).toMatchObject({ errorType: 'RefusedError', errorMessage: 'not ours' });
        expect(cause.trace).toEqual(expect.arrayContaining([expect.stringContaining('lambda-runtime.test.ts')]));
        expect(lambda.log[0]?.entry).toMatchObject({ error: 'RefusedError', message: 'not ours' });
      },
    ));

  test('at its time-out a function is cut off, and its caller is dead from then on', () => {
    let caller: Caller | undefined;
    const endless: Body = async (_input, clock) => {
      caller = callers.getStore();
      for (;;) await clock.sleep(500);
    };
    return tell(endless, async (lambda) => {
      const { error, cause } = await failure(lambda.invoke('work', {}));
      expect(error).toBe('Sandbox.Timedout');
      expect(cause.errorMessage).toMatch(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 3\.00 seconds$/);
      expect(caller).toMatchObject({ name: 'work', dead: true });
      expect(lambda.invocations[0]).toMatchObject({ outcome: 'timed-out', endedAtMs: startAt.getTime() + 3375 });
    });
  });

  /** Three SDK calls, as the outermost middleware of a client would make them. */
  const callsOf = (calls: string[], clock: VirtualClock) => async (): Promise<string> => {
    for (const call of ['one', 'two', 'three']) {
      await beforeCall(callers.getStore());
      if (callers.getStore()?.dead) return 'dead';
      calls.push(`${call} at ${clock.nowMs() - startAt.getTime()}`);
      await afterCall(callers.getStore());
    }
    return 'done';
  };

  test.each([
    ['after its n-th SDK call', { afterCall: 2 }, 2],
    ['before its n-th SDK call is sent', { beforeCall: 2 }, 1],
    ['before it has sent anything', { beforeCall: 1 }, 0],
  ])('a function dies %s, and the next invocation is a new process', (_when, death, made) => {
    const calls: string[] = [];
    const body: Body = async (_input, clock) => callsOf(calls, clock)();
    return tell(body, async (lambda) => {
      lambda.deaths.push({ functionName: 'work', ...death });
      const { error } = await failure(lambda.invoke('work', {}));
      expect(error).toBe('Runtime.ExitError');
      expect(calls.length).toBe(made);
      expect(await lambda.invoke('work', {})).toBe('done');
      expect(lambda.invocations.map(({ cold }) => cold)).toEqual([true, true]);
    });
  });

  test('a zombie is given up at once, stalls, and goes on beside the next attempt', () => {
    const calls: string[] = [];
    const body: Body = async (_input, clock) => callsOf(calls, clock)();
    return tell(body, async (lambda, clock) => {
      lambda.deaths.push({ functionName: 'work', afterCall: 1, lateSeconds: 2 });
      expect((await failure(lambda.invoke('work', {}))).error).toBe('Lambda.SdkClientException');
      expect(await lambda.invoke('work', {})).toBe('done');
      expect(calls.map((call) => call.split(' ')[0])).toEqual(['one', 'one', 'two', 'three']);
      await clock.sleep(5000);
      expect(calls.slice(4)).toEqual(['two at 2375', 'three at 2375']);
    });
  });

  test('a zombie lives no longer than its time-out', () => {
    const calls: string[] = [];
    const body: Body = async (_input, clock) => callsOf(calls, clock)();
    return tell(body, async (lambda, clock) => {
      lambda.deaths.push({ functionName: 'work', afterCall: 1, lateSeconds: 4 });
      await failure(lambda.invoke('work', {}));
      await clock.sleep(10_000);
      expect(calls.length).toBe(1);
    });
  });

  test('a new version starts cold, and knows the configuration that it came with', () => {
    const body: Body = async (_input, _clock, { configuration }) => configuration?.region ?? 'none';
    return tell(body, async (lambda) => {
      await lambda.invoke('work', {});
      expect(await lambda.invoke('work', {})).toBe('none');
      lambda.redeploy({ appliances: [], region: 'eu-west-1' });
      expect(await lambda.invoke('work', {})).toBe('eu-west-1');
      expect(lambda.invocations.map(({ cold }) => cold)).toEqual([true, false, true]);
    });
  });
});
