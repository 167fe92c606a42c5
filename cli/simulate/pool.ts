/** Child processes that each take the next seeds when they are done with the last. */
import type { ChildProcess } from 'node:child_process';
import { addTally, noTally, type Tally } from '../../simulator/experiments/runs/tally.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import { ask, compileOnce, dismiss, openChild } from './child.ts';
import type { Explained, Order } from './protocol.ts';

/** A few seconds of work: often enough for the progress bar, and no child waits long for the last one. */
const SEEDS_AT_ONCE = 50;

/** Fewer where there are few, so that every child has its share. */
const atOnce = ({ seeds, jobs }: Work): number =>
  Math.min(SEEDS_AT_ONCE, Math.max(1, Math.ceil((seeds ?? Number.POSITIVE_INFINITY) / (4 * jobs))));

/** Then another takes its place: what a library keeps of each scenario must not add up over a hundred thousand of them. */
const ORDERS_OF_A_CHILD = 100;

export type Progress = { tally: Tally; seconds: number; megabytes: number };

type Work = {
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

const now = (): number => performance.now() / 1000;

const own = (): number => (process.resourceUsage().maxRSS * 1024) / 1_000_000;

function tenOf(values: number[]): number[] {
  const step = Math.max(1, values.length / 10);
  return Array.from({ length: Math.min(10, values.length) }, (_, index) => values[Math.floor(index * step)] ?? 0);
}

export async function runAll(given: Work): Promise<Outcome> {
  const { from, seeds, seconds, jobs, wanted, onProgress } = given;
  await compileOnce();
  const startedSeconds = now();
  const tally = noTally();
  const peaks = new Map<number, number>();
  const resident = new Map<number, number>();
  const curve: number[] = [];
  let next = from;
  const left = (): number => {
    if (seconds !== undefined) return now() - startedSeconds < seconds ? SEEDS_AT_ONCE : 0;
    return Math.min(atOnce(given), from + (seeds ?? 0) - next);
  };
  const sum = (numbers: Map<number, number>): number =>
    [...numbers.values()].reduce((one, other) => one + other, own());
  const children = new Map<number, ChildProcess>();
  const childOf = (job: number, orders: number): ChildProcess => {
    const known = children.get(job);
    if (known && orders % ORDERS_OF_A_CHILD !== 0) return known;
    dismiss(known);
    const child = openChild();
    children.set(job, child);
    return child;
  };
  const work = async (job: number): Promise<void> => {
    for (let [count, orders] = [left(), 0]; count > 0; count = left(), orders++) {
      const order: Order = { do: 'run', from: next, seeds: count, wanted };
      next += count;
      const answer = await ask(childOf(job, orders), order);
      if (answer.did !== 'run') continue;
      addTally(tally, answer.tally);
      peaks.set(job, Math.max(answer.peakMb, peaks.get(job) ?? 0));
      resident.set(job, answer.residentMb);
      if (resident.size === jobs) curve.push(sum(resident));
      onProgress({ tally, seconds: now() - startedSeconds, megabytes: sum(resident) });
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, (_, job) => work(job)));
  } finally {
    for (const child of children.values()) dismiss(child);
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
    dismiss(child);
  }
}
