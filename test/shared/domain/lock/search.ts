/** Visits every state that a lock can get into, and tells the shortest story that ends where it must not. */
import { frontDoorMoves } from './failover-machines.ts';
import { strangerMoves } from './stranger.ts';
import { whyStuck } from './stuck.ts';
import { takeoverMoves, timeMoves } from './takeovers.ts';
import {
  type Bounds,
  IDLE,
  keyOf,
  type Lock,
  type Move,
  type Starter,
  type State,
  type World,
  worldOf,
} from './world.ts';

export type Found = {
  states: number;
  transitions: number;
  /** The shortest story that leads to it, and what is wrong at its end. */
  violation?: { what: string; story: string[] } | undefined;
};

type Visit = { state: State; cameFrom?: Visit | undefined; action: string };

/** Breadth first, so that the story is a shortest one. Ends at the first violation. */
export function search(lock: Lock, bounds: Bounds): Found {
  const world = worldOf(lock, bounds);
  const start: Visit = { state: { executions: [], starters: Array<Starter>(bounds.starters).fill(IDLE) }, action: '' };
  const seen = new Set([keyOf(start.state)]);
  const queue = [start];
  let transitions = 0;
  for (const visit of queue) {
    const stuck = whyStuck(visit.state, world);
    if (stuck) return { states: seen.size, transitions, violation: { what: stuck, story: storyOf(visit) } };
    for (const { action, state, violation } of movesFrom(visit.state, world)) {
      transitions++;
      const next = { state, cameFrom: visit, action };
      if (violation) return { states: seen.size, transitions, violation: { what: violation, story: storyOf(next) } };
      const key = keyOf(state);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return { states: seen.size, transitions };
}

function* movesFrom(state: State, world: World): Generator<Move> {
  for (let index = 0; index < state.starters.length; index++) yield* frontDoorMoves(state, index, world);
  for (let at = 0; at < state.executions.length; at++) yield* takeoverMoves(state, at, world);
  yield* strangerMoves(state, world);
  yield* timeMoves(state, world);
}

function storyOf(visit: Visit): string[] {
  const story: string[] = [];
  for (let at = visit; at.cameFrom; at = at.cameFrom) story.unshift(at.action);
  return story;
}
