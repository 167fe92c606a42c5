/** `npm run simulate`: seeds in, verdict out. */
import { availableParallelism } from 'node:os';
import { messageOf } from '../../shared/domain/errors.ts';
import { ASSUMPTIONS } from '../../simulator/stories/assumptions.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import type { Terminal } from '../terminal.ts';
import { lookOf, simulateBatch } from './batch.ts';
import { runHashes } from './hashes.ts';
import { runLong } from './long.ts';
import { runMutants } from './mutants.ts';
import { type Asked, readOptions } from './options.ts';
import { explainInChild } from './pool.ts';

async function replay({ seed, word, wanted, json }: Extract<Asked, { ask: 'replay' }>, terminal: Terminal) {
  const look = lookOf(terminal);
  const explained = await explainInChild({ do: 'explain', seed, word, rule: undefined, wanted, look });
  const document = { simulated: true, assumptions: ASSUMPTIONS, ...explained };
  if (json) terminal.write(`${JSON.stringify(document, undefined, 2)}\n`);
  else terminal.write(`${explained.story}\nlog ${explained.logHash}\n`);
  return explained.violations.length === 0;
}

/** The exit code: 0 every invariant held, 1 one was broken or nothing could be run, 2 asked wrongly. */
export async function main(args: string[], terminal: Terminal): Promise<number> {
  const asked = readOptions(args, availableParallelism());
  if (isMisunderstood(asked)) return answer(asked, terminal);
  try {
    if (asked.ask === 'replay') return (await replay(asked, terminal)) ? 0 : 1;
    if (asked.ask === 'mutants') return await runMutants(asked, terminal);
    if (asked.ask === 'hashes') return await runHashes(asked.hashes, terminal);
    if (asked.ask === 'long') return (await runLong(asked.batch, terminal)) ? 0 : 1;
    return (await simulateBatch(asked.batch, asked.wanted, terminal)) ? 0 : 1;
  } catch (cause) {
    terminal.complain(`${messageOf(cause)}\n`);
    return 1;
  }
}
