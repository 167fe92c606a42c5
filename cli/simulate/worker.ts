/** A child process: lives through the seeds it is given, and says what they came to. */
import { loadConfiguration } from '../../shared/config.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import { drawSchedule } from '../../simulator/experiments/runs/draw.ts';
import { runSchedule } from '../../simulator/experiments/runs/run.ts';
import { addRun, noTally } from '../../simulator/experiments/runs/tally.ts';
import { explain } from './explain.ts';
import { hashLines } from './hash-lines.ts';
import type { Answer, Order } from './protocol.ts';
import { toldOf } from './told.ts';

const MB = 1_000_000;

/** Of the young alone, which costs a millisecond; absent where a child was started without the means. */
const cleanUp = (): void => void globalThis.gc?.({ type: 'minor' });

const answer = (said: Answer): void => void process.send?.(said);

async function carryOut(order: Order): Promise<void> {
  const configuration = loadConfiguration();
  if (order.do === 'explain') {
    Error.stackTraceLimit = 20;
    answer({ did: 'explain', explained: await explain(order, configuration) });
    return;
  }
  if (order.do === 'tell' || order.do === 'year') {
    answer({ did: 'tell', ...(await toldOf(order, configuration)) });
    return;
  }
  if (order.do === 'hash') {
    answer({ did: 'hash', lines: await hashLines(order.story, configuration) });
    cleanUp();
    return;
  }
  const tally = noTally();
  // Every refusal of the account is an error, and its stack is not read.
  Error.stackTraceLimit = 0;
  for (let seed = order.from; seed < order.from + order.seeds; seed++) {
    const schedule = drawSchedule(seed, order.wanted);
    addRun(tally, schedule, await runSchedule(schedule, configuration));
    cleanUp();
  }
  const { maxRSS } = process.resourceUsage();
  answer({ did: 'run', tally, peakMb: (maxRSS * 1024) / MB, residentMb: process.memoryUsage.rss() / MB });
}

/** Until the parent is gone: the answers would have no reader. */
export function serve(): void {
  process.on('disconnect', () => process.exit());
  // One order at a time: only one story can own the clock.
  let last = Promise.resolve();
  process.on('message', (order: Order) => {
    last = last
      .then(() => carryOut(order))
      .catch((cause: unknown) => answer({ did: 'nothing', because: messageOf(cause) }));
  });
}
