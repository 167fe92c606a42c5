/**
 * The queue in which the notifications of many appliances are collected, and Lambda's event source mapping that hands them
 * to `notify` in batches. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */

import { BATCHES_AT_ONCE_MAX, COLLECT_SECONDS } from '../../../shared/domain/messages/mail-rate.ts';
import { EVENT_DELIVERY_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import type { Lambda } from '../lambda-runtime.ts';
import type { World } from '../world.ts';
import type { Collect, Envelope } from './state.ts';

/** As infra/collected.cjs sets them up. */
const RECEIVES_MAX = 5;
const VISIBLE_AGAIN_MS = 192_000;

type Message = { envelope: Envelope; receives: number };

type Desk = { world: World; lambda: Lambda; functions: AsyncInvocations };

/**
 * Lambda's pollers share the messages of a window in any way: here each message goes to any of the batches. No more
 * batches run at once than the mapping allows; the others wait.
 */
export function collecting({ world, lambda, functions }: Desk): Collect {
  const { clock, random } = world;
  let waiting: Message[] = [];
  let running = 0;
  let polling = false;
  const receive = (message: Message): void => {
    waiting.push(message);
    if (polling) return;
    polling = true;
    clock.at(clock.nowMs() + COLLECT_SECONDS * 1000, poll);
  };
  const poll = (): void => {
    polling = false;
    if (running >= BATCHES_AT_ONCE_MAX) {
      polling = true;
      clock.at(clock.nowMs() + 1_000, poll);
      return;
    }
    const share = running === 0 ? random() : 1;
    const [one, other]: [Message[], Message[]] = [[], []];
    for (const message of waiting) (random() < share ? one : other).push(message);
    waiting = [];
    for (const batch of [one, other]) if (batch.length > 0) void run(batch);
  };
  const run = async (batch: Message[]): Promise<void> => {
    running += 1;
    const Records = batch.map(({ envelope }) => ({ eventSource: 'aws:sqs', body: JSON.stringify(envelope) }));
    const done = await lambda.invoke('notify', { Records }).then(
      () => true,
      () => false,
    );
    running -= 1;
    if (done) return;
    await clock.sleep(VISIBLE_AGAIN_MS);
    for (const { envelope, receives } of batch) {
      if (receives < RECEIVES_MAX) receive({ envelope, receives: receives + 1 });
      else functions.undone.push({ atMs: clock.nowMs(), functionName: 'notify', payload: envelope });
    }
  };
  return (envelope) => {
    clock.at(clock.nowMs() + Math.round(between(random, EVENT_DELIVERY_MS)), () => receive({ envelope, receives: 1 }));
  };
}
