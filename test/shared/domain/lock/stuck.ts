/** Whether a lock is shut for good: a lock that never opens would pass every other check. */
import { hintsIn } from './failover-machines.ts';
import { successorsOf, truthOf } from './readings.ts';
import {
  askLock,
  asSeenExecution,
  keyOfExecutions,
  remembered,
  type Starter,
  type State,
  type World,
} from './world.ts';

export const whyStuck = (state: State, world: World): string | undefined =>
  remembered(
    world.stuck,
    keyOfExecutions(state),
    () => startsNone(state, world) ?? changesNothing(state, world) ?? '',
  ) || undefined;

/**
 * Once all genuine takeovers have ended and settled, a failover machine that reads the truth starts the next free generation,
 * however old its hint is. Forged executions may still run.
 */
function startsNone(state: State, world: World): string | undefined {
  const { executions } = state;
  const free = executions.length + 1;
  const genuine = executions.filter(({ forged }) => !forged).map(({ first, redriven }) => redriven ?? first);
  const over = genuine.every(({ status, ticks }) => status !== 'RUNNING' && ticks >= world.bounds.lambdaTicksMax);
  if (!over || world.lock.names === 'timestamps') return undefined;
  for (const hint of hintsIn(state, world)) {
    let starter: Starter = { hint, seen: [] };
    let answer = askLock(world, starter);
    while (answer.next === 'look') {
      const { generation } = answer;
      starter = { ...starter, seen: [...starter.seen, { generation, ...truthOf(executions[generation - 1], world) }] };
      answer = askLock(world, starter);
    }
    if (answer.next !== 'start' || answer.generation !== free) {
      return `stuck: all has ended before g${free}, and from hint ${hint} it says ${answer.next} g${answer.generation}`;
    }
  }
  return undefined;
}

/** The newest genuine takeover, running for the first time, passes the gate when its reads show the truth. */
function changesNothing({ executions }: State, world: World): string | undefined {
  const at = executions.findLastIndex(({ forged }) => !forged);
  const newest = executions[at];
  if (newest?.first.status !== 'RUNNING') return undefined;
  for (const each of successorsOf(executions, at, (execution) => [truthOf(execution, world)])) {
    const successor = { ...asSeenExecution(each), generation: each.generation };
    const stale = world.lock.gate({ generation: at + 1, redriveCount: 0, successor });
    if (stale) return `stuck: g${at + 1} is the newest genuine takeover, and its gate says: ${stale}`;
  }
  return undefined;
}
