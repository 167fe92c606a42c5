/** Moves the traffic: source/destination check off, address, routes. From here on nobody can reach the failed one. */
import { EndedError, OtherBorderGroupError } from '../../aws/address-refusal.ts';
import { readForwards } from '../../aws/apply-change.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps, Step } from '../../deps.ts';
import { holdForPause } from '../../domain/decide.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { movesTraffic, planChanges, sameChange, type TrafficChange } from '../../domain/plan.ts';
import type { Traffic } from '../../domain/snapshot.ts';
import { leadsTo, sameRoute } from '../../domain/traffic.ts';
import { lookFreshly } from '../look-freshly.ts';
import { poll } from '../poll.ts';
import { addressMoveToLaunched, forwarding, INTERFACES, ROUTES, routeMoves } from '../readiness/attempts.ts';
import { tries } from '../readiness/dry-runs.ts';
import { sideBySide } from '../side-by-side.ts';
import { endedIn, type MadeChange, type Moved, type NotYet } from './facts.ts';
import { passGate } from './gate.ts';
import { parseTakeover, parseWithReplacement, type TakeoverInput } from './input.ts';
import { describeChange, type End, makeChange } from './make-changes.ts';
import { readPlannedRoutes, refuseStrangers } from './read-traffic.ts';

const READ_BACK = { seconds: 15, everyMs: 50, slowing: 1.5 };

export type Moving = TakeoverInput & { end: End };

/** `not-yet` while the replacement is still pending: then there is nothing to move, nor to undo. */
export function parseMoving(event: unknown): Moving | NotYet {
  const { done } = parseTakeover(event);
  if (done.replacement?.outcome === 'pending') return { outcome: 'not-yet', ended: endedIn(done) };
  const { replacement, ...input } = parseWithReplacement(event);
  const { instanceId, networkInterfaceId } = replacement;
  return { ...input, end: { instanceId, networkInterfaceId } };
}

export const moveTraffic: Step<Moving | NotYet, Moved | NotYet> = {
  parse: parseMoving,
  check: (event, deps) =>
    tries(event, deps, (question) => [
      ...[INTERFACES, ROUTES, addressMoveToLaunched, forwarding],
      ...routeMoves(question),
    ]),
  run: async (input, deps) => ('outcome' in input ? input : moveUnlessEnded(input, deps)),
};

/**
 * EC2 refuses the address to an instance that has ended. A fresh read decides then: `AwaitReplacement` sees it dead, and the
 * next placement is launched. If EC2 refuses the same instance again after that read, the two contradict each other.
 */
async function moveUnlessEnded(input: Moving, deps: Deps): Promise<Moved | NotYet> {
  try {
    return await move(input, deps);
  } catch (cause) {
    if (!(cause instanceof EndedError)) throw cause;
    if (endedIn(input.done)?.instanceId === input.end.instanceId)
      throw new RefusedError(`EC2 reads say that it runs, and its writes that it has ended: ${cause.message}`, {
        cause,
      });
    deps.log({ level: 'warn', message: cause.message });
    const unfit = cause instanceof OtherBorderGroupError || undefined;
    return { outcome: 'not-yet', ended: { ...input.end, ...(unfit && { unfit }) } };
  }
}

async function move(input: Moving, deps: Deps): Promise<Moved> {
  const { plan, end } = input;
  const [address, routes, forwards] = await lookFreshly(deps.clock, () =>
    Promise.all([
      passGate(input, deps),
      readPlannedRoutes(plan, deps),
      readForwards(deps.clients, end.networkInterfaceId),
    ]),
  );
  const traffic = { address, routes };
  const { old } = plan;
  refuseStrangers(plan, traffic, {
    instanceIds: [end.instanceId, old?.instanceId, endedIn(input.done)?.instanceId],
    networkInterfaceIds: [end.networkInterfaceId, old?.networkInterfaceId, endedIn(input.done)?.networkInterfaceId],
  });
  const wanted = remaining(traffic, forwards, input);
  refuseWhilePaused(input, traffic, deps);
  const parts = partsOf(input, traffic, deps).map((part) => movePart(part, { changes: wanted, traffic, end }, deps));
  const made = (await sideBySide(parts)).flat();
  const movedAt = deps.clock.now().toISOString();
  const gone = plan.routes.filter((planned) => !routes.some(sameRoute(planned)));
  const left = plan.routes.filter((planned) => !gone.includes(planned));
  const leftOut = [...new Set(gone.map(({ routeTableId }) => routeTableId))];
  const changes = allChanges({ ...input, plan: { ...plan, routes: left } }, made, movedAt);
  return { outcome: 'moved', movedAt, changes, ...(leftOut.length > 0 && { leftOut }) };
}

/**
 * Everything that the takeover changed, from where the plan found it, whichever attempt or step it was that did it: what
 * an earlier one had already done is dated by the proof.
 */
function allChanges({ plan, end }: Moving, made: Made[], movedAt: string): MadeChange[] {
  const found: Traffic = { address: { ...plan.address, tags: {} }, routes: plan.routes };
  const planned = planChanges({ traffic: found, replacement: { ...end, forwards: false }, fencing: plan.fencing });
  return planned.filter(movesTraffic).map((change) => {
    const at = made.find(({ of }) => sameChange(of, change))?.at ?? movedAt;
    return describeChange(change, found, { end, at });
  });
}

const remaining = (traffic: Traffic, forwards: boolean, { plan, end }: Moving): TrafficChange[] =>
  planChanges({ traffic, replacement: { ...end, forwards }, fencing: plan.fencing }).filter(movesTraffic);

/** Read before the first move and never half-way: half of a move is worse than either end of it. */
function refuseWhilePaused({ plan, end }: Moving, { address, routes }: Traffic, { clock }: Deps): void {
  const begun = address.instanceId === end.instanceId || routes.some((route) => leadsTo(route, end.networkInterfaceId));
  if (!plan.automatic || begun) return;
  const paused = holdForPause(address, clock.now().toISOString());
  if (paused?.act === 'hold') throw new RefusedError(`not moved: ${paused.detail}`, { reason: 'paused' });
}

/** What becomes visible for itself, with the fresh read that says what of it is still left. */
type Part = { kind: TrafficChange['kind']; readLeft: Reading };

type Reading = () => Promise<TrafficChange[]>;

function partsOf(input: Moving, traffic: Traffic, deps: Deps): Part[] {
  const { plan, end } = input;
  const { clients } = deps;
  const readings: Record<TrafficChange['kind'], Reading> = {
    'let-replacement-forward': async () =>
      remaining(traffic, await readForwards(clients, end.networkInterfaceId), input),
    'move-address': async () =>
      remaining({ ...traffic, address: await readAddress(clients, plan.address.allocationId) }, true, input),
    'move-route': async () => remaining({ ...traffic, routes: await readPlannedRoutes(plan, deps) }, true, input),
  };
  return (Object.keys(readings) as TrafficChange['kind'][]).map((kind) => ({ kind, readLeft: readings[kind] }));
}

type Made = { of: TrafficChange; at: string };

type Work = { changes: TrafficChange[]; traffic: Traffic; end: End };

/**
 * EC2 answers before a change is true, so only a fresh read proves it. What is not visible in time is asked for again:
 * the state machine calls once more, and that call plans only what is left.
 */
async function movePart({ kind, readLeft }: Part, { changes, traffic, end }: Work, deps: Deps): Promise<Made[]> {
  const wanted = changes.filter((change) => change.kind === kind);
  // The read before the moves has proved it already.
  if (wanted.length === 0) return [];
  const made = await sideBySide(
    wanted.map(async (of): Promise<Made> => ({ of, at: (await makeChange(of, traffic, end, deps)).at })),
  );
  const visible = await poll(deps.clock, READ_BACK, async () => {
    const left = await readLeft();
    return left.every((change) => change.kind !== kind) || undefined;
  });
  if (!visible) throw new TransientError(`not visible yet: ${kind}`);
  return made;
}
