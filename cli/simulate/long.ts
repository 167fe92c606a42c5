/** The long runs of everything that is simulated, one after the other, each with its own summary. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Terminal } from '../terminal.ts';
import { simulateBatch } from './batch.ts';
import type { Batch } from './options.ts';

const SEEDS = 100_000;

const BENCH = join(import.meta.dirname, '..', 'bench.ts');

/** By the bench's name: how many of its seeds make a long run. */
const BENCHES = { months: 1000, years: 2000 } as const;

function bench(name: string, args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [BENCH, name, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

/** @returns whether all of them came out as they should; none keeps the next one from running. */
export async function runLong(batch: Batch, terminal: Terminal): Promise<boolean> {
  const { from, jobs, seeds = SEEDS } = batch;
  let good = await simulateBatch({ ...batch, seeds, minutes: undefined }, { faults: [], aim: undefined }, terminal);
  for (const [name, count] of Object.entries(BENCHES)) {
    const first = String(Math.max(1, from));
    const shared = name === 'years' ? ['--jobs', String(jobs)] : [];
    good = (await bench(name, ['--seeds', String(count), '--from', first, ...shared])) && good;
  }
  return good;
}
