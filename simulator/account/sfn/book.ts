/** Every execution that was ever started, and the one rule that makes a name a lock. */

import { refusal } from '../aws-error.ts';
import { type Ending, type Execution, isClosed, latest, type StateEvent } from './execution.ts';

/** A name is free again this long after its execution was started. */
const NAME_KEPT_MS = 90 * 86_400_000;

type Ended = (execution: Execution) => void;

export type Book = {
  executions: Execution[];
  byArn: Map<string, Execution>;
  listeners: { changed: Ended[]; event: ((execution: Execution, event: StateEvent) => void)[] };
};

export const openBook = (): Book => ({ executions: [], byArn: new Map(), listeners: { changed: [], event: [] } });

export const executionArn = ({ machineArn, name }: { machineArn: string; name: string }): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

type Start = {
  machineArn: string;
  machineName: string;
  name: string;
  input: string;
  nowMs: number;
  startedBy: string;
};

/** The execution under this name, new or, if the very same one is still running, the one that exists. */
export function enter(
  book: Book,
  { machineArn, machineName, name, input, nowMs, startedBy }: Start,
): {
  execution: Execution;
  started: boolean;
} {
  const arn = executionArn({ machineArn, name });
  const existing = book.byArn.get(arn);
  if (existing && nowMs - existing.startedAtMs < NAME_KEPT_MS) {
    if (!isClosed(existing) && existing.input === input) return { execution: existing, started: false };
    throw refusal('ExecutionAlreadyExists', { message: `Execution Already Exists: '${arn}'` });
  }
  const execution: Execution = {
    ...{ arn, name, machineArn, machineName, input, startedAtMs: nowMs, startedBy, redriveCount: 0, status: 'RUNNING' },
    versions: [{ atMs: nowMs, status: 'RUNNING', redriveCount: 0 }],
    events: [],
    seenUpToMs: Number.NEGATIVE_INFINITY,
  };
  book.executions.push(execution);
  book.byArn.set(arn, execution);
  for (const listener of book.listeners.changed) listener(execution);
  return { execution, started: true };
}

export function find(book: Book, arn: unknown): Execution {
  const execution = book.byArn.get(String(arn));
  if (execution) return execution;
  throw refusal('ExecutionDoesNotExist', { message: `Execution Does Not Exist: '${arn}'` });
}

/** True when this call closed it; an execution ends only once. */
export function close(book: Book, execution: Execution, { nowMs, ...ending }: Ending & { nowMs: number }): boolean {
  if (isClosed(execution)) return false;
  execution.status = ending.status;
  execution.versions.push({ ...ending, atMs: nowMs, stoppedAtMs: nowMs, redriveCount: execution.redriveCount });
  for (const listener of book.listeners.changed) listener(execution);
  return true;
}

/** Open again, as a redrive or a test asks for. */
export function reopen(
  book: Book,
  execution: Execution,
  { status, nowMs }: { status: 'RUNNING' | 'PENDING_REDRIVE'; nowMs: number },
): void {
  execution.status = status;
  execution.versions.push({ atMs: nowMs, status, redriveCount: execution.redriveCount });
  for (const listener of book.listeners.changed) listener(execution);
}

export function note(book: Book, execution: Execution, event: StateEvent): void {
  execution.events.push(event);
  for (const listener of book.listeners.event) listener(execution, event);
}

/** What ended before that instant is not known any more, by no name and in no list. */
export function forgetEndedBefore(book: Book, epochMs: number): void {
  const isKept = (execution: Execution): boolean => {
    const { stoppedAtMs = Number.POSITIVE_INFINITY } = latest(execution);
    return !isClosed(execution) || stoppedAtMs >= epochMs;
  };
  for (const execution of book.executions) {
    if (!isKept(execution) && book.byArn.get(execution.arn) === execution) book.byArn.delete(execution.arn);
  }
  book.executions.splice(0, book.executions.length, ...book.executions.filter(isKept));
}
