/** Drives one execution through the interpreter: latency of transitions, the timeline, crashes, the ending. */
import type { Machine } from '../../../shared/machines/load-machine.ts';
import {
  type MachineEnding,
  type MachineEvent,
  type MachineRun,
  runMachine,
} from '../../../shared/machines/run-machine.ts';
import { between, type Random, type Range } from '../../random.ts';
import type { VirtualClock } from '../time/clock.ts';
import { type Book, close, note } from './book.ts';
import { type Crash, crashAt } from './crash.ts';
import { TerminalTaskError } from './errors.ts';
import type { Ending, Execution } from './execution.ts';
import { guarded, type Services, taskFor, taskStates } from './tasks.ts';

export type Engine = {
  book: Book;
  clock: VirtualClock;
  random: Random;
  transitionMs: Range;
  services: Services;
  crashes: Crash[];
  roleArn: string;
};

/** Where to begin: at the start, or, for a redrive, at the state that failed. */
export type From = { machine: Machine; startAt?: string | undefined; input: unknown };

const contextOf = (
  { arn, name, machineArn, machineName, input, startedAtMs, redriveCount }: Execution,
  roleArn: string,
) => ({
  Execution: {
    Id: arn,
    Name: name,
    Input: JSON.parse(input),
    StartTime: new Date(startedAtMs).toISOString(),
    RoleArn: roleArn,
    RedriveCount: redriveCount,
  },
  StateMachine: { Id: machineArn, Name: machineName },
});

function endingFrom(ending: MachineEnding): Ending {
  if (ending.status === 'SUCCEEDED') return { status: 'SUCCEEDED', output: JSON.stringify(ending.output) };
  if (ending.status === 'TIMED_OUT') return { status: 'TIMED_OUT', error: 'States.Timeout' };
  return ending;
}

/**
 * The interpreter changes states in no time at all. AWS takes some milliseconds for each, so every Task first waits for
 * the transitions since the last one; those at the end are waited for before the execution closes.
 */
class Transitions {
  readonly engine: Engine;
  uncharged = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  async charge(): Promise<void> {
    const { clock, random, transitionMs } = this.engine;
    // One turn of the timers: the events of the states just passed are delivered by then.
    await clock.sleep(0);
    const count = this.uncharged;
    this.uncharged = 0;
    let totalMs = 0;
    for (let index = 0; index < count; index += 1) totalMs += between(random, transitionMs);
    if (totalMs > 0) await clock.sleep(Math.round(totalMs));
  }
}

const over = (): TerminalTaskError =>
  new TerminalTaskError({ error: 'States.Runtime', cause: 'The execution has ended already.' });

function tasksOf(engine: Engine, { machine }: From, transitions: Transitions, alive: () => boolean) {
  const tasks = taskStates(machine).map(({ state, resource }) => {
    const task = guarded(taskFor({ state, resource }, engine.services), state);
    const delayed = async (input: unknown): Promise<unknown> => {
      if (!alive()) throw over();
      await transitions.charge();
      if (!alive()) throw over();
      return task(input);
    };
    return [state, delayed] as const;
  });
  return Object.fromEntries(tasks);
}

/** Starts at once and returns at once; the book tells how it ends. */
export function runExecution(engine: Engine, execution: Execution, from: From): { abort(): void } {
  const { book, clock, crashes } = engine;
  const transitions = new Transitions(engine);
  let run: MachineRun | undefined;
  let ended = false;
  const end = (ending: Ending): void => {
    ended = true;
    close(book, execution, { ...ending, nowMs: clock.nowMs() });
  };
  const onEvent = (event: MachineEvent): void => {
    if (ended) return;
    if (event.kind === 'entered' || event.kind === 'retried') transitions.uncharged += 1;
    note(book, execution, event);
    const crash = crashAt(crashes, execution, event);
    if (!crash) return;
    end(crash);
    run?.abort();
  };
  run = runMachine({
    ...from,
    tasks: tasksOf(engine, from, transitions, () => !ended),
    context: contextOf(execution, engine.roleArn),
    onEvent,
  });
  void run.ended.then(async (ending) => {
    if (ended) return;
    await transitions.charge();
    if (!ended) end(endingFrom(ending));
  });
  return {
    abort: () => {
      ended = true;
      run?.abort();
    },
  };
}
