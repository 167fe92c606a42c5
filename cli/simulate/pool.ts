/** Child processes that each take the next seeds when they are done with the last. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { addTally, noTally, type Tally } from '../../simulator/runs/tally.ts';
import type { Wanted } from './options.ts';
import type { Answer, Explained, Order } from './protocol.ts';

const WORKER = join(import.meta.dirname, 'worker.ts');

/** A few seconds of work: often enough for the progress bar, and no child waits long for the last one. */
const SEEDS_AT_ONCE = 50;

/** Young objects die young here; a small heap is cleaned more often, and two children stay below the limit together. */
const HEAP = ['--max-old-space-size=256', '--max-semi-space-size=8'];

export type Progress = { tally: Tally; seconds: number; megabytes: number };

export type Work = {
  from: number;
  seeds: number | undefined;
  seconds: number | undefined;
  jobs: number;
  wanted: Wanted;
  onProgress(progress: Progress): void;
};

export type Outcome = Progress & {
  peakMb: number;
  /** Resident megabytes of the children together, at ten moments of the run. */
  curveMb: number[];
};

const openChild = (): ChildProcess => fork(WORKER, { execArgv: HEAP, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });

/** @throws Error when the child ends before it has answered: a seed that kills its process is a finding as well. */
function ask(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void =>
      reject(new Error(`a child process ended (${code}) during ${JSON.stringify(order)}`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
    child.send(order);
  });
}

const now = (): number => performance.now() / 1000;

const own = (): number => (process.resourceUsage().maxRSS * 1024) / 1_000_000;

function tenOf(values: number[]): number[] {
  const step = Math.max(1, values.length / 10);
  return Array.from({ length: Math.min(10, values.length) }, (_, index) => values[Math.floor(index * step)] ?? 0);
}

export async function runAll({ from, seeds, seconds, jobs, wanted, onProgress }: Work): Promise<Outcome> {
  const startedSeconds = now();
  const tally = noTally();
  const peaks = new Map<ChildProcess, number>();
  const resident = new Map<ChildProcess, number>();
  const curve: number[] = [];
  let next = from;
  const left = (): number => {
    if (seconds !== undefined) return now() - startedSeconds < seconds ? SEEDS_AT_ONCE : 0;
    return Math.min(SEEDS_AT_ONCE, from + (seeds ?? 0) - next);
  };
  const sum = (numbers: Map<ChildProcess, number>): number =>
    [...numbers.values()].reduce((one, other) => one + other, own());
  const work = async (child: ChildProcess): Promise<void> => {
    for (let count = left(); count > 0; count = left()) {
      const order: Order = { do: 'run', from: next, seeds: count, wanted };
      next += count;
      const answer = await ask(child, order);
      if (answer.did !== 'run') continue;
      addTally(tally, answer.tally);
      peaks.set(child, answer.peakMb);
      resident.set(child, answer.residentMb);
      if (resident.size === jobs) curve.push(sum(resident));
      onProgress({ tally, seconds: now() - startedSeconds, megabytes: sum(resident) });
    }
  };
  const children = Array.from({ length: jobs }, openChild);
  try {
    await Promise.all(children.map(work));
  } finally {
    for (const child of children) child.kill();
  }
  return {
    tally,
    seconds: now() - startedSeconds,
    megabytes: sum(resident),
    peakMb: sum(peaks),
    curveMb: tenOf(curve),
  };
}

/** In a process of its own, because the parent stays small. */
export async function explainInChild(order: Extract<Order, { do: 'explain' }>): Promise<Explained> {
  const child = openChild();
  try {
    const answer = await ask(child, order);
    if (answer.did !== 'explain') throw new Error('the child process answered something else');
    return answer.explained;
  } finally {
    child.kill();
  }
}
