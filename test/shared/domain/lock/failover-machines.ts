/** What a failover machine may do next: look, decide by the lock, and start a name. */
import { readingsOf } from './readings.ts';
import {
  askLock,
  BEGUN,
  type Execution,
  IDLE,
  keyOfExecutions,
  keyOfStarter,
  type Move,
  remembered,
  type Starter,
  type State,
  type World,
} from './world.ts';

export function* frontDoorMoves(state: State, index: number, world: World): Generator<Move> {
  const starter = state.starters[index];
  if (!starter) return;
  const becomes = (next: Starter): State => ({ ...state, starters: state.starters.with(index, next) });
  if (starter.wants !== undefined) {
    yield* startMoves(state, starter.wants, world, becomes);
    return;
  }
  const key = `${keyOfExecutions(state)}|${keyOfStarter(starter)}`;
  for (const next of remembered(world.looks, key, () => looks(state, starter, world))) {
    yield { action: `a failover machine ${described(next)}`, state: becomes(next) };
  }
}

/** StartExecution: a name that is taken collides, and then the failover machine assesses again. Its answer may get lost. */
function* startMoves(
  { executions }: State,
  wanted: number,
  { lock, bounds }: World,
  becomes: (next: Starter) => State,
): Generator<Move> {
  const generation = lock.names === 'timestamps' ? executions.length + 1 : wanted;
  if (generation <= executions.length) {
    // Its own running execution, when an answer was lost, or another caller's: neither changes anything.
    yield { action: `a failover machine finds the name g${generation} taken`, state: becomes(IDLE) };
    return;
  }
  if (executions.filter(({ forged }) => !forged).length >= bounds.generationsMax) return;
  const begun = [...executions, { first: BEGUN, claimed: false, forged: false }];
  const violation = sideBySide(begun);
  yield { action: `g${generation} starts`, state: { ...becomes(IDLE), executions: begun }, violation };
  const unanswered = { seen: [], wants: wanted };
  yield { action: `g${generation} starts unanswered`, state: { ...becomes(unanswered), executions: begun }, violation };
}

/** Redriven executions and forged ones do not count: they refuse. */
function sideBySide(executions: Execution[]): string | undefined {
  const running = executions.flatMap(({ first, forged }, at) =>
    first.status === 'RUNNING' && !forged ? [`g${at + 1}`] : [],
  );
  return running.length > 1 ? `side by side: ${running.join(', ')}` : undefined;
}

/** Any hint that it may read, from the tag or from a list: any value of the past, or none at all. */
function looks(state: State, starter: Starter, world: World): Starter[] {
  const hints = starter.hint === undefined ? hintsIn(state, world) : [starter.hint];
  const found = hints.flatMap((hint) => looked(state, { ...starter, hint }, world));
  return [...new Map(found.map((next) => [keyOfStarter(next), next])).values()];
}

export const hintsIn = ({ executions }: State, { lock }: World): number[] => [
  0,
  ...executions.flatMap(({ forged }, at) => (forged && lock.hints === 'genuine' ? [] : [at + 1])),
];

/** What it may have become after its next look, or after all of its looks. */
function looked(state: State, starter: Starter, world: World): Starter[] {
  const answer = askLock(world, starter);
  if (answer.next === 'start') return [{ seen: [], wants: answer.generation }];
  if (answer.next === 'hold') return [IDLE];
  const { generation } = answer;
  return readingsOf(state.executions[generation - 1], world).flatMap(({ status, ticks }) => {
    const next = { ...starter, seen: [...starter.seen, { generation, status, ticks }] };
    // An answer that settles the question is acted on at once: waiting with it only lets it grow old.
    const settled = askLock(world, next).next !== 'look';
    return settled || world.bounds.looks === 'at-once' ? looked(state, next, world) : [next];
  });
}

function described({ wants, seen }: Starter): string {
  if (wants !== undefined) return `decides to start g${wants}`;
  return seen.length > 0
    ? `sees ${seen.map(({ generation, status }) => `g${generation} ${status}`).join(', ')}`
    : 'holds';
}
