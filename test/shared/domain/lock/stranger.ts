/** What a stranger may do: take the next free name by a forged execution. It runs, refuses at once, and never writes. */
import { BEGUN, type Execution, type Move, type State, type World } from './world.ts';

export function* strangerMoves(state: State, { bounds }: World): Generator<Move> {
  const { executions } = state;
  const taken = executions.filter(({ forged }) => forged).length;
  if (taken < bounds.forgedMax) {
    const begun: Execution = { first: BEGUN, claimed: false, forged: true };
    yield {
      action: `a stranger takes g${executions.length + 1}`,
      state: { ...state, executions: [...executions, begun] },
    };
  }
  // It may also run for a long time. However it ends, it reads alike.
  for (const [at, execution] of executions.entries()) {
    if (!execution.forged || execution.first.status !== 'RUNNING') continue;
    const ended: Execution = { ...execution, first: { ...execution.first, status: 'FAILED' } };
    yield { action: `the forged g${at + 1} ends`, state: { ...state, executions: executions.with(at, ended) } };
  }
}
