/** One batch of seeds from its first progress line to its summary. */
import { firstOfEach } from '../../simulator/experiments/runs/tally.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import type { Terminal } from '../terminal.ts';
import type { Batch } from './options.ts';
import { explainInChild, type Outcome, runAll } from './pool.ts';
import { progressOn } from './progress.ts';
import type { Explained, Look } from './protocol.ts';
import { asDocument, brokenLines, explainedLines, summaryLines } from './summary.ts';

/** Each takes up to some hundred runs to shorten; the other broken rules are named with their seeds. */
const EXPLAINED_MAX = 3;

export const lookOf = ({ width, paint }: Terminal): Look => ({ width, coloured: paint.bold('x') !== 'x' });

async function explainFirst(outcome: Outcome, wanted: Wanted, look: Look): Promise<Explained[]> {
  const explained: Explained[] = [];
  for (const { rule, seed } of firstOfEach(outcome.tally.failing).slice(0, EXPLAINED_MAX)) {
    explained.push(await explainInChild({ do: 'explain', seed, word: undefined, rule, wanted, look }));
  }
  return explained;
}

/** @returns whether every invariant held. */
export async function simulateBatch(batch: Batch, wanted: Wanted, terminal: Terminal): Promise<boolean> {
  const { from, seeds, minutes, jobs, json } = batch;
  const goal = { seeds, seconds: minutes && minutes * 60 };
  const progress = progressOn(process.stderr, { ...goal, wanted });
  const outcome = await runAll({ from, ...goal, jobs, wanted, onProgress: progress.show });
  progress.end();
  const explained = await explainFirst(outcome, wanted, lookOf(terminal));
  if (json) terminal.write(`${JSON.stringify(asDocument(outcome, { from, wanted, explained }), undefined, 2)}\n`);
  else {
    const broken = brokenLines(outcome, wanted);
    const lines = [...explained.flatMap(explainedLines), ...summaryLines(outcome, { from, jobs }), ...broken];
    terminal.write(`${lines.join('\n')}\n`);
  }
  return outcome.tally.failing.length === 0;
}
