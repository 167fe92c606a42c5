/** What a takeover may do next: pass the gate, write, end, be redriven; and what time does to those that ended. */
import { readingsOf, successorsOf } from './readings.ts';
import {
  asSeenExecution,
  BEGUN,
  type Execution,
  type Move,
  type Run,
  remembered,
  type State,
  type World,
} from './world.ts';

export function* takeoverMoves(state: State, at: number, world: World): Generator<Move> {
  const execution = state.executions[at];
  if (!execution || execution.forged) return;
  const name = `g${at + 1}`;
  const becomes = (next: Execution): State => ({ ...state, executions: state.executions.with(at, next) });
  const { first, redriven, claimed } = execution;
  for (const { action, next, violation } of runMoves(state, { at, run: first, redriveCount: 0 }, world)) {
    const after = { ...execution, first: next, claimed: claimed || action === 'writes' };
    yield { action: `${name} ${action}`, state: becomes(after), violation };
  }
  if (redriven) {
    for (const { action, next, violation } of runMoves(state, { at, run: redriven, redriveCount: 1 }, world)) {
      yield { action: `${name}, redriven, ${action}`, state: becomes({ ...execution, redriven: next }), violation };
    }
  } else if ((first.status === 'FAILED' || first.status === 'ABORTED') && redrives(state) < world.bounds.redrivesMax) {
    yield { action: `${name} is redriven`, state: becomes({ ...execution, redriven: BEGUN }) };
  }
}

const redrives = ({ executions }: State): number => executions.filter(({ redriven }) => redriven).length;

type Lane = { at: number; run: Run; redriveCount: number };
type RunMove = { action: string; next: Run; violation?: string | undefined };

/** Gate and write are two actions, and either may come after the end, while the Lambda lives that outlived it. */
function* runMoves(state: State, lane: Lane, world: World): Generator<RunMove> {
  const { run, at } = lane;
  const alive = run.status === 'RUNNING' || run.ticks < world.bounds.lambdaTicksMax;
  if (alive && !run.inFlight && mayPass(state, lane, world)) {
    yield { action: 'passes the gate', next: { ...run, inFlight: true } };
  }
  if (alive && run.inFlight) {
    const newest = state.executions.findLastIndex(({ forged }) => !forged) + 1;
    const violation = newest > at + 1 ? `g${at + 1} writes although g${newest} has started` : undefined;
    yield { action: 'writes', next: { ...run, inFlight: false }, violation };
  }
  if (run.status !== 'RUNNING') return;
  for (const status of ['SUCCEEDED', 'FAILED', 'ABORTED'] as const) {
    yield { action: `ends ${status}`, next: { ...run, status, ticks: 0 } };
  }
}

/** Whether the gate opens for some of the answers that its reads may get: any earlier state. */
function mayPass({ executions }: State, { at, redriveCount }: Lane, world: World): boolean {
  const generation = at + 1;
  const successors = successorsOf(executions, at, (execution) => readingsOf(execution, world));
  const key = `${generation} ${redriveCount} ${successors.map((each) => `${each.generation}${each.status}`)}`;
  return remembered(world.gates, key, () => {
    return successors.some((each) => {
      const successor = { ...asSeenExecution(each), generation: each.generation };
      return world.lock.gate({ generation, redriveCount, successor }) === undefined;
    });
  });
}

/** After its life a Lambda is dead, and its write never comes. */
export function* timeMoves(state: State, { bounds }: World): Generator<Move> {
  const young = ({ status, ticks }: Run): boolean => status !== 'RUNNING' && ticks < bounds.lambdaTicksMax;
  const ages = ({ first, redriven }: Execution): boolean => young(first) || (redriven !== undefined && young(redriven));
  if (!state.executions.some(ages)) return;
  const older = (run: Run): Run => {
    if (!young(run)) return run;
    const ticks = run.ticks + 1;
    return { ...run, ticks, inFlight: run.inFlight && ticks < bounds.lambdaTicksMax };
  };
  const executions = state.executions.map((execution) =>
    ages(execution)
      ? { ...execution, first: older(execution.first), redriven: execution.redriven && older(execution.redriven) }
      : execution,
  );
  yield { action: 'time passes', state: { ...state, executions } };
}
