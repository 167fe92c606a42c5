/**
 * A small model of the world around the lock: front doors that start takeovers, Step Functions, and takeovers whose
 * Lambdas may outlive them. It knows none of the lock's own rules, which are the real functions of `generation.ts`.
 */
import type { NextGeneration, nextGeneration, SeenExecution, staleness } from '../../../../shared/domain/generation.ts';
import { plusSeconds } from '../../../../shared/domain/instants.ts';

export type Lock = {
  next: typeof nextGeneration;
  gate: typeof staleness;
  /** Whether the settling time is kept; without it a successor starts as soon as its predecessor was seen closed. */
  settles: boolean;
  /** A lock whose names are timestamps never finds a name taken. */
  names: 'generations' | 'timestamps';
};

export type Bounds = {
  starters: number;
  generationsMax: number;
  redrivesMax: number;
  /** How long after the end of an execution a Lambda of it may still write; the settling time is as long. */
  lambdaTicksMax: number;
  /** Whether other actions may come between two looks of one front door, or only between its looks and its start. */
  looks: 'one-by-one' | 'at-once';
};

/** One lock within its bounds, and the answers that it has already given: they are pure, so each is asked for once. */
export type World = {
  lock: Lock;
  bounds: Bounds;
  answers: Map<string, NextGeneration>;
  looks: Map<string, Starter[]>;
  gates: Map<string, boolean>;
};

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';

/** `inFlight`: a step has passed the gate, and its write is still to come. Ticks count from the end. */
export type Run = { status: Status; ticks: number; inFlight: boolean };

/** `claimed` once it has written its generation on the address. */
export type Execution = { first: Run; redriven?: Run | undefined; claimed: boolean };

export type Seen = { generation: number; status: 'absent' | Status; ticks: number };

/** A front door between two actions: idle, looking (`hint` and what it saw from there on), or about to start a name. */
export type Starter = { hint?: number | undefined; seen: Seen[]; wants?: number | undefined };

/** The execution of generation g is `executions[g - 1]`; with timestamps as names, the g-th that was started. */
export type State = { executions: Execution[]; starters: Starter[] };

export type Move = { action: string; state: State; violation?: string | undefined };

export const IDLE: Starter = { seen: [] };
export const BEGUN: Run = { status: 'RUNNING', ticks: 0, inFlight: false };

const NOW = '2026-11-21T03:00:00.000Z';
const TICK_SECONDS = 10;

export const worldOf = (lock: Lock, bounds: Bounds): World => ({
  lock,
  bounds,
  answers: new Map(),
  looks: new Map(),
  gates: new Map(),
});

export function remembered<Value>(memo: Map<string, Value>, key: string, compute: () => Value): Value {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const value = compute();
  memo.set(key, value);
  return value;
}

/** What the lock makes of what a front door has seen so far. */
export const askLock = ({ lock, bounds, answers }: World, { hint = 0, seen }: Starter): NextGeneration =>
  remembered(answers, keyOfStarter({ hint, seen }), () =>
    lock.next({
      hint,
      seen: new Map(seen.map((look) => [look.generation, asSeen(look)])),
      now: NOW,
      settleSeconds: lock.settles ? bounds.lambdaTicksMax * TICK_SECONDS : 0,
    }),
  );

export const asSeen = ({ status, ticks }: Omit<Seen, 'generation'>): SeenExecution =>
  status === 'absent' || status === 'RUNNING'
    ? { status }
    : { status, stoppedAt: plusSeconds(NOW, -ticks * TICK_SECONDS) };

/** DescribeExecution is slow to know: it may answer anything that has been true, in any order, absence included. */
export function answersOf(execution: Execution | undefined): Omit<Seen, 'generation'>[] {
  if (!execution) return [{ status: 'absent', ticks: 0 }];
  const { first, redriven } = execution;
  return [
    { status: 'absent', ticks: 0 },
    { status: 'RUNNING', ticks: 0 },
    ...(first.status === 'RUNNING' ? [] : [first]),
    ...(redriven && redriven.status !== 'RUNNING' ? [redriven] : []),
  ];
}

const keys = new WeakMap<object, string>();

/** Executions and starters are shared by many states, so their keys are made once. */
function keyed<Part extends object>(part: Part, make: (part: Part) => string): string {
  const known = keys.get(part);
  if (known !== undefined) return known;
  const key = make(part);
  keys.set(part, key);
  return key;
}

const keyOfRun = ({ status, ticks, inFlight }: Run): string => `${status[0]}${ticks}${inFlight ? '+' : ''}`;

const keyOfExecution = ({ first, redriven, claimed }: Execution): string =>
  `${keyOfRun(first)}${redriven ? `r${keyOfRun(redriven)}` : ''}${claimed ? 'c' : ''}`;

export const keyOfStarter = ({ hint, seen, wants }: Starter): string =>
  `${hint ?? ''}:${seen.map(({ generation, status, ticks }) => `${generation}${status[0]}${ticks}`).join('')}:${wants ?? ''}`;

export const keyOfExecutions = ({ executions }: State): string =>
  executions.map((execution) => keyed(execution, keyOfExecution)).join();

/**
 * Front doors are alike, so states that differ only in which of them does what are one state; and whichever taken name
 * a front door is about to try, it will find it taken.
 */
export function keyOf(state: State): string {
  const { executions, starters } = state;
  const doors = starters.map((starter) =>
    starter.wants !== undefined && starter.wants <= executions.length ? 'taken' : keyed(starter, keyOfStarter),
  );
  return `${keyOfExecutions(state)}|${doors.sort().join()}`;
}
