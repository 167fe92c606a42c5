/** Step Functions in the simulated account: the deployed machines, their executions, and the SDK's actions on them. */

import { partitionOf } from '../../shared/domain/partition.ts';
import type { Machine } from '../../shared/machines/load-machine.ts';
import type { Random, Range } from '../random.ts';
import { refusal } from './aws-error.ts';
import { callers } from './caller.ts';
import { actionsOf } from './sfn/actions.ts';
import { type Book, close, enter, forgetEndedBefore, openBook, reopen } from './sfn/book.ts';
import { currentState, type Execution, isClosed } from './sfn/execution.ts';
import { type Engine, type From, runExecution } from './sfn/run-execution.ts';
import type { StepFunctions } from './sfn/state.ts';
import type { VirtualClock } from './time/clock.ts';

export type StepFunctionsOptions = {
  clock: VirtualClock;
  random: Random;
  region: string;
  accountId: string;
  /** By full name, such as `failover-dev-takeover`. */
  machines: Record<string, Machine>;
  /** Runs a Lambda by its file name; rejects with a TaskError. */
  invoke: (functionName: string, payload: unknown) => Promise<unknown>;
  /** What the faults of the account make of a start by a machine, which no network carries. */
  refusalOfNested?: ((input: Record<string, unknown>) => Error | undefined) | undefined;
  transitionMs: Range;
  /** How far behind the truth DescribeExecution and ListExecutions may be. */
  readLagMs: Range;
};

export const machineArn = ({ region, accountId, name }: { region: string; accountId: string; name: string }): string =>
  `arn:${partitionOf(region).name}:states:${region}:${accountId}:stateMachine:${name}`;

type Run = { abort(): void; machine: Machine };
type Desk = {
  options: StepFunctionsOptions;
  machines: Record<string, Machine>;
  book: Book;
  engine: Engine;
  runs: Map<string, Run>;
};

function machineNamed({ machines }: Desk, arn: string): { name: string; machine: Machine } {
  const name = arn.split(':').at(-1) ?? '';
  const machine = machines[name];
  if (machine) return { name, machine };
  throw refusal('StateMachineDoesNotExist', { message: `State Machine Does Not Exist: '${arn}'` });
}

const uuid = (random: Random): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));

type Request = Parameters<StepFunctions['start']>[0] & { startedBy?: string };

function start(desk: Desk, { machine: arn, name, input, startedBy = callers.getStore()?.name ?? 'world' }: Request) {
  const { options, book, engine, runs } = desk;
  const { name: machineName, machine } = machineNamed(desk, arn);
  const { execution, started } = enter(book, {
    machineArn: machineArn({ ...options, name: machineName }),
    ...{ machineName, input, startedBy, name: name ?? uuid(options.random), nowMs: options.clock.nowMs() },
  });
  if (started) {
    const run = runExecution(engine, execution, { machine, input: JSON.parse(input) });
    runs.set(execution.arn, { ...run, machine });
  }
  return { execution, started };
}

function stop(
  { book, runs, options }: Desk,
  execution: Execution,
  ending: { error?: string | undefined; cause?: string | undefined },
): void {
  if (close(book, execution, { status: 'ABORTED', ...ending, nowMs: options.clock.nowMs() })) {
    runs.get(execution.arn)?.abort();
  }
}

/** A redrive goes on in the state that did not succeed, with the input that this state had. */
function resumeFrom(machine: Machine, { events, input }: Execution): From {
  const last = events.findLast(({ kind, state }) => kind === 'entered' && state in machine.States);
  if (!last) return { machine, input: JSON.parse(input) };
  return { machine, startAt: last.state, input: last.input };
}

function redrive(desk: Desk, execution: Execution): void {
  const { machine } = desk.runs.get(execution.arn) ?? machineNamed(desk, execution.machineArn);
  execution.redriveCount += 1;
  reopen(desk.book, execution, { status: 'RUNNING', nowMs: desk.options.clock.nowMs() });
  desk.runs.set(execution.arn, { ...runExecution(desk.engine, execution, resumeFrom(machine, execution)), machine });
}

function openDesk(options: StepFunctionsOptions): Desk {
  const { clock, random, transitionMs, invoke, accountId, region } = options;
  const book = openBook();
  const partition = partitionOf(region).name;
  const services: Engine['services'] = {
    invoke,
    partition,
    startExecution: (request) => {
      const refused = options.refusalOfNested?.(request);
      if (refused) throw refused;
      const { execution } = start(desk, { ...request, startedBy: 'state-machine' });
      return { ExecutionArn: execution.arn, StartDate: new Date(execution.startedAtMs).toISOString() };
    },
  };
  const roleArn = `arn:${partition}:iam::${accountId}:role/state-machine`;
  const engine = { book, clock, random, transitionMs, services, crashes: [], roleArn };
  const desk: Desk = { options, machines: options.machines, book, engine, runs: new Map() };
  return desk;
}

export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const desk = openDesk(options);
  const { book, engine } = desk;
  const service = {
    start: (request: Parameters<StepFunctions['start']>[0]) => start(desk, request),
    stop: (execution: Execution, ending: Parameters<StepFunctions['stop']>[1]) => stop(desk, execution, ending),
    redrive: (execution: Execution) => redrive(desk, execution),
  };
  return {
    ...service,
    redeploy: (machines) => {
      desk.machines = machines;
    },
    actions: actionsOf({
      ...service,
      book,
      staleness: { random: options.random, lagMs: options.readLagMs },
      nowMs: () => options.clock.nowMs(),
      machineArn: (arn) => machineArn({ ...options, name: machineNamed(desk, arn).name }),
      machineArns: () => new Map(Object.keys(desk.machines).map((name) => [name, machineArn({ ...options, name })])),
    }),
    executions: book.executions,
    crashes: engine.crashes,
    forgetEndedBefore: (epochMs) => forgetEndedBefore(book, epochMs),
    onEvent: (listener) => book.listeners.event.push(listener),
    onStatus: (listener) => book.listeners.changed.push(listener),
    whereabouts: () =>
      book.executions
        .filter((execution) => !isClosed(execution))
        .map(
          (execution) =>
            `${execution.name} (${execution.machineName}) is in ${currentState(execution) ?? 'no state yet'}`,
        ),
  };
}
