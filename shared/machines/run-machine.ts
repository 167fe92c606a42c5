/** Runs a state machine with an interpreter, each Task replaced by a function: in the simulator, and by hand. */
import {
  ExecutionAbortedError,
  ExecutionError,
  ExecutionTimeoutError,
  type RunOptions,
  StateMachine,
} from 'aws-local-stepfunctions';
import type { Machine } from './load-machine.ts';

export type Task = (input: unknown) => Promise<unknown>;

export type MachineEvent = {
  atMs: number;
  kind: 'entered' | 'exited' | 'failed' | 'retried' | 'caught';
  state: string;
  type: string;
  input: unknown;
  output?: unknown;
  error?: string | undefined;
  cause?: string | undefined;
};

export type MachineEnding =
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED'; error: string; cause: string }
  | { status: 'TIMED_OUT' | 'ABORTED' };

export type MachineRun = { ended: Promise<MachineEnding>; abort(): void };

type Run = {
  machine: Machine;
  /** Where a redrive goes on; otherwise the machine begins where it says. */
  startAt?: string | undefined;
  input: unknown;
  /** Keyed by state name: only Task states have one. */
  tasks: Record<string, Task>;
  /** `$$.Execution` and `$$.StateMachine`. */
  context: { Execution: Record<string, unknown>; StateMachine: Record<string, unknown> };
  onEvent?: ((event: MachineEvent) => void) | undefined;
};

/**
 * The interpreter overwrites `$$.Execution.Input` and `StartTime` at the start of every branch and of every redrive,
 * where AWS keeps those of the execution; under another name they are left alone.
 */
const EXECUTION_ALIAS = 'ExecutionOfRecord';

const prepared = new WeakMap<Machine, StateMachine>();

/** Definitions that have passed, as text: the same one deployed again is another object, and nothing new to check. */
const passed = new Set<string>();

function build(machine: Machine, { noValidate }: { noValidate: boolean }): StateMachine {
  const text = JSON.stringify(machine).replaceAll('$$.Execution', () => `$$.${EXECUTION_ALIAS}`);
  const validationOptions = { noValidate: noValidate || passed.has(text), checkArn: false };
  const built = new StateMachine(JSON.parse(text), { validationOptions });
  if (!noValidate) passed.add(text);
  return built;
}

/** Checked and rewritten once for each definition: the validation takes longer than a whole takeover. */
function prepare(machine: Machine, startAt: string | undefined): StateMachine {
  const whole = prepared.get(machine) ?? build(machine, { noValidate: false });
  prepared.set(machine, whole);
  if (startAt === undefined) return whole;
  // A run that begins in the middle leaves states that nothing leads to, which the validation would refuse.
  return build({ ...machine, StartAt: startAt }, { noValidate: true });
}

const KINDS: Record<string, MachineEvent['kind']> = {
  StateEntered: 'entered',
  StateExited: 'exited',
  StateFailed: 'failed',
  StateRetried: 'retried',
  StateCaught: 'caught',
};

type EventLogs = ReturnType<StateMachine['run']>['eventLogs'];

async function follow(events: EventLogs, onEvent: (event: MachineEvent) => void): Promise<void> {
  for await (const event of events) {
    const kind = KINDS[event.type];
    if (!kind || !('state' in event)) continue;
    const { name: state, type, input, output } = event.state;
    const failure = 'Error' in event ? { error: event.Error, cause: String(event.Cause) } : {};
    onEvent({ atMs: event.timestamp, kind, state, type, input, output, ...failure });
  }
}

function endingOf(cause: unknown): MachineEnding {
  if (cause instanceof ExecutionAbortedError) return { status: 'ABORTED' };
  if (cause instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT' };
  const error = cause instanceof ExecutionError ? cause.cause : cause;
  if (error instanceof Error) return { status: 'FAILED', error: error.name, cause: error.message };
  return { status: 'FAILED', error: 'States.Runtime', cause: String(error) };
}

export function runMachine({ machine, startAt, input, tasks, context, onEvent }: Run): MachineRun {
  const { Execution, StateMachine: machineContext } = context;
  // The interpreter's types say JSON where we say unknown; what reaches it has been through JSON already.
  const options = {
    overrides: { taskResourceLocalHandlers: tasks },
    context: { [EXECUTION_ALIAS]: Execution, StateMachine: machineContext },
  } as RunOptions;
  const { result, eventLogs, abort } = prepare(machine, startAt).run(
    input as Parameters<StateMachine['run']>[0],
    options,
  );
  const followed = onEvent ? follow(eventLogs, onEvent) : Promise.resolve();
  const ended = result.then(
    (output): MachineEnding => ({ status: 'SUCCEEDED', output }),
    (cause: unknown) => endingOf(cause),
  );
  return { ended: ended.then(async (ending) => followed.then(() => ending)), abort };
}
