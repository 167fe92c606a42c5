/**
 * A small model of the world around the lock: failover machines that start takeovers, Step Functions, takeovers whose Lambdas
 * may outlive them, and a stranger who takes names by forged executions. It knows none of the lock's own rules, which are
 * the real functions of `generation.ts` and `takeover-origin.ts`.
 */
import type {
  NextGeneration,
  nextGeneration,
  SeenExecution,
  staleness,
} from '../../../../shared/domain/decision/generation.ts';
import { plusSeconds } from '../../../../shared/domain/instants.ts';
import type { asSeen } from '../../../../shared/steps/provenance/takeover-origin.ts';

export type Lock = {
  next: typeof nextGeneration;
  gate: typeof staleness;
  /** What it makes of one answer of DescribeExecution and of what is known of the origin of that execution. */
  sees: typeof asSeen;
  /** Which numbers may be a hint: only those of genuine takeovers, or every number that a name holds. */
  hints: 'genuine' | 'any';
  /** Whether the settling time is kept; without it a successor starts as soon as its predecessor was seen closed. */
  settles: boolean;
  /** A lock whose names are timestamps never finds a name taken. */
  names: 'generations' | 'timestamps';
};

export type Bounds = {
  starters: number;
  /** Genuine takeovers. */
  generationsMax: number;
  forgedMax: number;
  redrivesMax: number;
  /** How long after the end of an execution a Lambda of it may still write; the settling time is as long. */
  lambdaTicksMax: number;
  /** Whether other actions may come between two looks of one failover machine, or only between its looks and its start. */
  looks: 'one-by-one' | 'at-once';
};

/** One lock within its bounds, and the answers that it has already given: they are pure, so each is asked for once. */
export type World = {
  lock: Lock;
  bounds: Bounds;
  answers: Map<string, NextGeneration>;
  looks: Map<string, Starter[]>;
  readings: Map<string, Reading[]>;
  gates: Map<string, boolean>;
  /** Why the executions are a dead end; empty when they are none. */
  stuck: Map<string, string>;
};

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** `inFlight`: a step has passed the gate, and its write is still to come. Ticks count from the end. */
export type Run = { status: Status; ticks: number; inFlight: boolean };

/** `claimed` once it has written its generation on the address. `forged`: a stranger has started it; it never writes. */
export type Execution = { first: Run; redriven?: Run | undefined; claimed: boolean; forged: boolean };

/** One answer, as the lock understands it. */
export type Reading = { status: 'absent' | 'forged' | Status; ticks: number };

export type Seen = Reading & { generation: number };

/** a failover machine between two actions: idle, looking (`hint` and what it saw from there on), or about to start a name. */
export type Starter = { hint?: number | undefined; seen: Seen[]; wants?: number | undefined };

/** The execution of generation g is `executions[g - 1]`; with timestamps as names, the g-th that was started. */
export type State = { executions: Execution[]; starters: Starter[] };

export type Move = { action: string; state: State; violation?: string | undefined };

export const IDLE: Starter = { seen: [] };
export const BEGUN: Run = { status: 'RUNNING', ticks: 0, inFlight: false };

export const NOW = '2026-11-21T03:00:00.000Z';
const TICK_SECONDS = 10;

export const worldOf = (lock: Lock, bounds: Bounds): World => ({
  lock,
  bounds,
  answers: new Map(),
  looks: new Map(),
  readings: new Map(),
  gates: new Map(),
  stuck: new Map(),
});

export function remembered<Value>(memo: Map<string, Value>, key: string, compute: () => Value): Value {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const value = compute();
  memo.set(key, value);
  return value;
}

/** What the lock makes of what a failover machine has seen so far. */
export const askLock = ({ lock, bounds, answers }: World, { hint = 0, seen }: Starter): NextGeneration =>
  remembered(answers, keyOfStarter({ hint, seen }), () =>
    lock.next({
      hint,
      seen: new Map(seen.map((look) => [look.generation, asSeenExecution(look)])),
      now: NOW,
      settleSeconds: lock.settles ? bounds.lambdaTicksMax * TICK_SECONDS : 0,
    }),
  );

export const stoppedAt = (ticks: number): string => plusSeconds(NOW, -ticks * TICK_SECONDS);

export const asSeenExecution = ({ status, ticks }: Reading): SeenExecution =>
  status === 'absent' || status === 'forged' || status === 'RUNNING'
    ? { status }
    : { status, stoppedAt: stoppedAt(ticks) };

const keys = new WeakMap<object, string>();

/** Executions and starters are shared by many states, so their keys are made once. */
function keyed<Part extends object>(part: Part, make: (part: Part) => string): string {
  const known = keys.get(part);
  if (known !== undefined) return known;
  const key = make(part);
  keys.set(part, key);
  return key;
}

const LETTER = { absent: 'a', forged: 'x', RUNNING: 'R', SUCCEEDED: 'S', FAILED: 'F', ABORTED: 'A' } as const;

const keyOfRun = ({ status, ticks, inFlight }: Run): string => `${LETTER[status]}${ticks}${inFlight ? '+' : ''}`;

export const keyOfExecution = ({ first, redriven, claimed, forged }: Execution): string =>
  `${forged ? '!' : ''}${keyOfRun(first)}${redriven ? `r${keyOfRun(redriven)}` : ''}${claimed ? 'c' : ''}`;

export const keyOfStarter = ({ hint, seen, wants }: Starter): string =>
  `${hint ?? ''}:${seen.map(({ generation, status, ticks }) => `${generation}${LETTER[status]}${ticks}`).join('')}:${wants ?? ''}`;

export const keyOfExecutions = ({ executions }: State): string =>
  executions.map((execution) => keyed(execution, keyOfExecution)).join();

/**
 * Front doors are alike, so states that differ only in which of them does what are one state; and whichever taken name
 * a failover machine is about to try, it will find it taken.
 */
export function keyOf(state: State): string {
  const { executions, starters } = state;
  const doors = starters.map((starter) =>
    starter.wants !== undefined && starter.wants <= executions.length ? 'taken' : keyed(starter, keyOfStarter),
  );
  return `${keyOfExecutions(state)}|${doors.sort().join()}`;
}
