/** Moves the traffic: source/destination check off, address, routes. From here on nobody can reach the failed one. */
import { readForwards } from '../../aws/apply-change.ts';
import type { Deps, Step } from '../../deps.ts';
import { holdForPause } from '../../domain/decide.ts';
import { InvariantViolatedError, RefusedError, TransientError } from '../../domain/errors.ts';
import { type Change, movesTraffic, planChanges } from '../../domain/plan.ts';
import type { Traffic } from '../../domain/snapshot.ts';
import { poll } from '../poll.ts';
import type { Moved } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';
import { type End, makeChanges } from './made-change.ts';
import { readPlannedRoutes, readTraffic, refuseStrangers } from './read-traffic.ts';

const READ_BACK = { seconds: 15, everyMs: 250 };

export type Moving = TakeoverInput & { end: End };

export function parseMoving(event: unknown): Moving {
  const input = parseTakeover(event);
  const { replacement } = input.done;
  if (replacement?.outcome !== 'running')
    throw new InvariantViolatedError('no replacement is running, so nothing may move');
  const { instanceId, networkInterfaceId } = replacement;
  return { ...input, end: { instanceId, networkInterfaceId } };
}

export const moveTraffic: Step<Moving, Moved> = {
  parse: parseMoving,
  async run(input, deps) {
    const { plan, end } = input;
    const [address, routes, forwards] = await Promise.all([
      passGate(input, deps),
      readPlannedRoutes(plan, deps),
      readForwards(deps.clients, end.networkInterfaceId),
    ]);
    const traffic = { address, routes };
    const { old } = plan;
    refuseStrangers(plan, traffic, {
      instanceIds: [end.instanceId, old?.instanceId],
      networkInterfaceIds: [end.networkInterfaceId, old?.networkInterfaceId],
    });
    const changes = remaining(traffic, forwards, input);
    refuseWhilePaused(input, traffic, deps);
    const made = await makeChanges(changes, traffic, end, deps);
    await readBack(input, deps);
    return { movedAt: deps.clock.now().toISOString(), changes: made };
  },
};

const remaining = (traffic: Traffic, forwards: boolean, { plan, end }: Moving): Change[] =>
  planChanges({ traffic, replacement: { ...end, forwards }, fencing: plan.fencing }).filter(movesTraffic);

/** Read before the first move and never half-way: half of a move is worse than either end of it. */
function refuseWhilePaused({ plan, end }: Moving, { address }: Traffic, { clock }: Deps): void {
  if (!plan.automatic || address.instanceId === end.instanceId) return;
  const paused = holdForPause(address, clock.now().toISOString());
  if (paused?.act === 'hold') throw new RefusedError(`not moved: ${paused.detail}`);
}

/** EC2 answers before a change is true, so only a fresh read proves it; what is not visible yet is asked for again. */
async function readBack(input: Moving, deps: Deps): Promise<void> {
  let left: Change[] = [];
  const done = await poll(deps.clock, READ_BACK, async () => {
    const [traffic, forwards] = await Promise.all([
      readTraffic(input.plan, deps),
      readForwards(deps.clients, input.end.networkInterfaceId),
    ]);
    left = remaining(traffic, forwards, input);
    return left.length === 0 || undefined;
  });
  if (!done) throw new TransientError(`not visible yet: ${left.map(({ kind }) => kind).join(', ')}`);
}
