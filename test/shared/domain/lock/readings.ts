/** What Step Functions may answer about an execution, and what the lock under test makes of each answer. */
import type { KnownExecution } from '../../../../shared/domain/decision/provenance.ts';
import type { SeenTakeover } from '../../../../shared/steps/provenance/takeover-origin.ts';
import {
  BEGUN,
  type Execution,
  keyOfExecution,
  type Lock,
  NOW,
  type Reading,
  type Run,
  remembered,
  stoppedAt,
  type World,
} from './world.ts';

type Origin = SeenTakeover['origin'];

const UNKNOWN: Origin = { origin: 'unknown', why: 'not provable yet' };
const FORGED: Origin = { origin: 'forged', why: 'a stranger has started it' };
const VERIFIED: Origin = { origin: 'verified' };

const ABSENT: Reading = { status: 'absent', ticks: 0 };

/**
 * DescribeExecution is eventually consistent: it may answer anything that has been true, in any order, absence included.
 * The same holds for the execution that a plan names as its starter, so the origin may be unknown at any time. A genuine
 * execution never reads as forged, nor a forged one as verified.
 */
export function readingsOf(execution: Execution | undefined, { lock, readings }: World): Reading[] {
  if (!execution) return [ABSENT];
  return remembered(readings, keyOfExecution(execution), () => {
    const { first, redriven, forged } = execution;
    const closed = [first, redriven].filter((run) => run !== undefined && run.status !== 'RUNNING');
    const found = [BEGUN, ...closed].flatMap((run) =>
      run ? [UNKNOWN, forged ? FORGED : VERIFIED].map((origin) => readingOf(lock, run, origin)) : [],
    );
    return [...new Map([ABSENT, ...found].map((reading) => [`${reading.status}${reading.ticks}`, reading])).values()];
  });
}

/** What is read once all has become visible. */
export function truthOf(execution: Execution | undefined, { lock }: World): Reading {
  if (!execution) return ABSENT;
  const { first, redriven, forged } = execution;
  return readingOf(lock, redriven ?? first, forged ? FORGED : VERIFIED);
}

function readingOf(lock: Lock, { status, ticks }: Run, origin: Origin): Reading {
  const takeover: KnownExecution = {
    ...{ arn: '', status, startedAt: NOW, redriveCount: 0 },
    ...{ input: undefined, output: undefined, cause: undefined },
    ...(status !== 'RUNNING' && { stoppedAt: stoppedAt(ticks) }),
  };
  const seen = lock.sees({ takeover, origin });
  return seen.status === 'absent' || seen.status === 'forged' ? { status: seen.status, ticks: 0 } : { status, ticks };
}

export type Successor = Reading & { generation: number };

/** What a gate may find behind its own number: past every name that reads as forged, the first one that does not. */
export function successorsOf(
  executions: Execution[],
  at: number,
  read: (execution: Execution | undefined) => Reading[],
): Successor[] {
  return read(executions[at + 1]).flatMap((reading) =>
    reading.status === 'forged' ? successorsOf(executions, at + 1, read) : [{ ...reading, generation: at + 2 }],
  );
}
