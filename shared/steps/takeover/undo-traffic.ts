/** After a move that cannot be finished: leads the traffic back, but only to an old instance that is up. */
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { TransientError } from '../../domain/errors.ts';
import { type Change, planChanges } from '../../domain/plan.ts';
import type { Traffic } from '../../domain/snapshot.ts';
import { leadsTo } from '../../domain/traffic.ts';
import { poll } from '../poll.ts';
import type { Undone } from './facts.ts';
import { passGate } from './gate.ts';
import { type End, makeChanges } from './made-change.ts';
import { type Moving, parseMoving } from './move-traffic.ts';
import { readTraffic } from './read-traffic.ts';

const READ_BACK = { seconds: 15, everyMs: 50, slowing: 1.5 };

export const undoTraffic: Step<Moving, Undone> = {
  parse: parseMoving,
  async run(input, deps) {
    const { plan, end } = input;
    const answer = (undone: boolean, detail: string, changes: Undone['changes'] = []): Undone => ({
      undone,
      at: deps.clock.now().toISOString(),
      detail,
      changes,
    });
    await passGate(input, deps);
    const traffic = await readTraffic(plan, deps);
    if (moved(traffic, end, end).length === 0) return answer(false, 'nothing had been moved');

    const oldEnd = await readOldEnd(input, deps);
    if (typeof oldEnd === 'string') return answer(false, `${oldEnd}, so what was moved stays with the replacement`);
    const made = await makeChanges(moved(traffic, end, oldEnd), traffic, oldEnd, deps);
    const left = await poll(deps.clock, READ_BACK, async () => {
      const still = moved(await readTraffic(plan, deps), end, oldEnd);
      return still.length === 0 ? still : undefined;
    });
    if (!left) throw new TransientError('the way back is not visible yet');
    return answer(true, `led back to ${oldEnd.instanceId}`, made);
  },
};

/** The changes that lead to `target` whatever stands at the new end now; nobody else's are touched. */
function moved({ address, routes }: Traffic, newEnd: End, target: End): Change[] {
  const elsewhere = { instanceId: '', networkInterfaceId: '', forwards: true };
  const isHere = (change: Change): boolean => {
    if (change.kind === 'move-address') return address.instanceId === newEnd.instanceId;
    if (change.kind !== 'move-route') return false;
    const { routeTableId, destination } = change;
    return routes.some(
      (route) =>
        route.routeTableId === routeTableId &&
        route.destination === destination &&
        leadsTo(route, newEnd.networkInterfaceId),
    );
  };
  const replacement = target === newEnd ? elsewhere : { ...target, forwards: true };
  return planChanges({ traffic: { address, routes }, replacement, fencing: 'stop-last' }).filter(isHere);
}

/** The old end, or the reason why nothing may be led there. */
async function readOldEnd({ plan }: Moving, { clients }: Deps): Promise<End | string> {
  const { old } = plan;
  if (!old) return 'there is no old instance';
  const reading = await readInstance(clients, old.instanceId);
  if (reading.reading !== 'described') return `the old instance ${old.instanceId} is ${reading.reading}`;
  const { state, networkInterfaceIds } = reading.instance;
  const networkInterfaceId = old.networkInterfaceId ?? networkInterfaceIds[0];
  if (state !== 'running' || !networkInterfaceId) return `the old instance ${old.instanceId} is ${state}`;
  return { instanceId: old.instanceId, networkInterfaceId };
}
