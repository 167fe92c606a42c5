/**
 * Lambda's queue: a caller does not wait, errors are repeated after one and two minutes, and a success may be sent to
 * another function. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html
 */
import { partitionOf } from '../../../shared/domain/partition.ts';
import type { AsyncInvocation } from '../../../shared/machines/async-invocations.ts';
import { EVENT_DELIVERY_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import type { Lambda } from '../lambda-runtime.ts';
import { TaskError } from '../sfn/errors.ts';
import type { World } from '../world.ts';
import { requestId, THROTTLED } from './outcome.ts';

export type AsyncInvocations = {
  send(functionName: string, payload: unknown): void;
  /** What no attempt could do; where there is an on-failure destination it waits there. */
  undone: { atMs: number; functionName: string; payload: unknown }[];
  /** Successes whose record is larger than Lambda hands over: the destination hears nothing. */
  tooLarge: { atMs: number; functionName: string }[];
  /** Resolves when every invocation has come to its end, and so have those that it led to. */
  idle(): Promise<void>;
};

const RETRY_AFTER_MS = [60_000, 120_000];

/** A throttled event is no attempt: Lambda sends it again, from a second up to five minutes later, while it is young enough. */
const THROTTLED_AFTER_MS = { first: 1_000, most: 300_000 };

/** Since October 2025 a record holds 1 MB; the limit before it is the worse case. */
const RECORD_BYTES_MAX = 256 * 1024;

type Desk = {
  world: World;
  lambda: Pick<Lambda, 'invoke'>;
  stage: string;
  settings: Record<string, AsyncInvocation>;
};

type Done = { response: unknown; attempts: number };

/** The last attempt, if it succeeded. */
async function attempt(
  { world, lambda, settings }: Desk,
  functionName: string,
  payload: unknown,
): Promise<Done | undefined> {
  const { clock } = world;
  const { retries = 2, ageSecondsMax = 21_600 } = settings[functionName] ?? {};
  const sentAtMs = clock.nowMs();
  let throttledMs = THROTTLED_AFTER_MS.first;
  const tooOld = (waitMs: number): boolean => clock.nowMs() + waitMs - sentAtMs > ageSecondsMax * 1000;
  for (let attempts = 1; ; attempts += 1) {
    try {
      return { response: await lambda.invoke(functionName, payload), attempts };
    } catch (cause) {
      // The function's log has it, as in the cloud.
      if (cause instanceof TaskError && cause.name === THROTTLED) {
        if (tooOld(throttledMs)) return undefined;
        await clock.sleep(throttledMs);
        throttledMs = Math.min(2 * throttledMs, THROTTLED_AFTER_MS.most);
        attempts -= 1;
        continue;
      }
    }
    const waitMs = RETRY_AFTER_MS[attempts - 1];
    if (waitMs === undefined || attempts > retries) return undefined;
    if (tooOld(waitMs)) return undefined;
    await clock.sleep(waitMs);
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
function recordOf(
  { world, stage }: Desk,
  { functionName, payload, done }: { functionName: string; payload: unknown; done: Done },
) {
  const { region, accountId, clock, random } = world;
  return {
    version: '1.0',
    timestamp: new Date(clock.nowMs()).toISOString(),
    requestContext: {
      requestId: requestId(random),
      functionArn: `arn:${partitionOf(region).name}:lambda:${region}:${accountId}:function:failover-${stage}-${functionName}:$LATEST`,
      condition: 'Success',
      approximateInvokeCount: done.attempts,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: done.response,
  };
}

async function run(desk: Desk, queue: AsyncInvocations, functionName: string, payload: unknown): Promise<void> {
  const { world, settings } = desk;
  const done = await attempt(desk, functionName, payload);
  if (!done) {
    queue.undone.push({ atMs: world.clock.nowMs(), functionName, payload });
    return;
  }
  const successor = settings[functionName]?.onSuccess;
  if (successor === undefined) return;
  await world.clock.sleep(Math.round(between(world.random, EVENT_DELIVERY_MS)));
  const record = recordOf(desk, { functionName, payload, done });
  if (Buffer.byteLength(JSON.stringify(record)) > RECORD_BYTES_MAX) {
    queue.tooLarge.push({ atMs: world.clock.nowMs(), functionName });
    return;
  }
  queue.send(successor, record);
}

export function asyncInvocations(desk: Desk): AsyncInvocations {
  const running = new Set<Promise<void>>();
  const queue: AsyncInvocations = {
    undone: [],
    tooLarge: [],
    send: (functionName, payload) => {
      const invocation = run(desk, queue, functionName, payload);
      running.add(invocation);
      void invocation.then(() => running.delete(invocation));
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
  return queue;
}
