/**
 * After a move that cannot be finished: leads the traffic back, but only to an old instance that is up, which is nobody
 * from whom an automatic failover has moved it away: two witnesses have called that one failed. A read may still
 * show what stood before the move, so no single read is believed here: neither that nothing moved, nor that it is back.
 */
import { readInstance, readStatus } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { messageOf, RefusedError, TransientError } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { Route, Traffic } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';
import { leadsTo, sameRoute } from '../../domain/traffic.ts';
import { lateSeconds } from '../../machines/time-outs.ts';
import { poll } from '../poll.ts';
import { addressMove, INSTANCES, ROUTES, routeMoves, STATUS } from '../readiness/attempts.ts';
import { tries } from '../readiness/dry-runs.ts';
import type { MadeChange, NotYet, Undone } from './facts.ts';
import { passGate } from './gate.ts';
import { type End, type Move, makeMove } from './make-changes.ts';
import { type Moving, parseMoving } from './move-traffic.ts';
import { readTraffic, refuseStrangers } from './read-traffic.ts';

/** As long as a read may show an old value (the simulator draws up to 5 s; EC2 promises nothing). */
const STALE = { seconds: 6, everyMs: 1_000 };
const READ_BACK = { seconds: 8, everyMs: 250 };

export const undoTraffic: Step<Moving | NotYet, Undone> = {
  parse: parseMoving,
  check: (event, deps) =>
    tries(event, deps, (question) => [...[INSTANCES, STATUS, ROUTES, addressMove], ...routeMoves(question)]),
  async run(input, deps) {
    const beganAt = deps.clock.now().toISOString();
    // The early call of MoveTraffic touches nothing, so its failure leaves nothing to undo.
    if ('outcome' in input) return { ...NOTHING, at: beganAt };
    const found = await undo(input, deps);
    const at = deps.clock.now().toISOString();
    const isLate = found.lookUntil !== undefined && beganAt < found.lookUntil;
    return { ...found, at, again: isLate || undefined };
  },
};

const NOTHING = { moved: false, undone: false, detail: 'nothing had been moved', changes: [] };

/**
 * An attempt of MoveTraffic whose answer was lost lives on, as long as its Lambda may, and may move once more what was led
 * back meanwhile. Where the old end could not be led to, there is nothing to look for.
 */
const lateUntil = ({ done }: Moving, { clock }: Deps): string =>
  done.undo?.lookUntil ?? plusSeconds(clock.now().toISOString(), lateSeconds('move-traffic'));

async function undo(input: Moving, deps: Deps): Promise<Omit<Undone, 'at'>> {
  const lookUntil = lateUntil(input, deps);
  const earlier = input.done.undo;
  const traffic = await seenMoved(input, deps).catch((cause) => {
    // What was seen led back is not in doubt because a later look sees nothing at all.
    if (!earlier) throw cause;
    deps.log({ level: 'warn', message: `not looked at again: ${messageOf(cause)}` });
    return undefined;
  });
  if (!traffic && earlier) return earlier;
  const oldEnd = await readOldEnd(input, deps);
  if (typeof oldEnd === 'string') {
    if (!traffic) return NOTHING;
    const detail = `${oldEnd}, so what was moved stays with the replacement`;
    return { moved: true, undone: false, detail, changes: earlier?.changes ?? [] };
  }
  if (!traffic) return { ...NOTHING, lookUntil };
  const changes = [...(earlier?.changes ?? []), ...(await leadBack(input, traffic, oldEnd, deps))];
  return { moved: true, undone: true, detail: `led back to ${oldEnd.instanceId}`, changes, lookUntil };
}

/** Whether anything stands at the new end: as soon as one read shows it, or not within the time that reads may lag. */
async function seenMoved(input: Moving, deps: Deps): Promise<Traffic | undefined> {
  await passGate(input, deps);
  return poll(deps.clock, STALE, async () => {
    const traffic = await readTraffic(input.plan, deps);
    return movedParts(traffic, input.end).length > 0 ? traffic : undefined;
  });
}

function movedParts({ address, routes }: Traffic, end: End): string[] {
  const moved = routes.filter((route) => leadsTo(route, end.networkInterfaceId));
  return [...(address.instanceId === end.instanceId ? [address.publicIp] : []), ...moved.map(routeInWords)];
}

const routeInWords = ({ routeTableId, destination }: Pick<Route, 'routeTableId' | 'destination'>): string =>
  `${destination} in ${routeTableId}`;

const partOf = (move: Move, { address }: TakeoverPlan): string =>
  move.kind === 'move-address' ? address.publicIp : routeInWords(move);

/** The old end, or the reason why nothing may be led there. */
async function readOldEnd({ plan }: Moving, { clients }: Deps): Promise<End | string> {
  const { old } = plan;
  if (!old) return 'there is no old instance';
  // EC2 needs two minutes to notice a dead operating system, and whoever was led back to it would have no service.
  if (plan.automatic && plan.mode === 'failover') return `witnesses called the old instance ${old.instanceId} failed`;
  const [reading, answer] = await Promise.all([
    readInstance(clients, old.instanceId),
    readStatus(clients, old.instanceId),
  ]);
  const status = answer === 'throttled' ? answer : answer.status;
  if (reading.reading !== 'described') return `the old instance ${old.instanceId} is ${reading.reading}`;
  const { state, networkInterfaceIds } = reading.instance;
  const networkInterfaceId = old.networkInterfaceId ?? networkInterfaceIds[0];
  if (state !== 'running' || !networkInterfaceId) return `the old instance ${old.instanceId} is ${state}`;
  // A dead operating system leaves the instance `running`: leading the traffic back to it would end the service for good.
  if (status !== 'ok' && status !== 'initializing')
    return `the status of the old instance ${old.instanceId} is ${status}`;
  return { instanceId: old.instanceId, networkInterfaceId };
}

/**
 * Writes every part that stood at the old end or was missing, also those that seem to stand there already, and whatever
 * else stands at the new end. A part that may not be written was not written by the move either, and then it only has
 * to stay away from the new end.
 */
async function leadBack(input: Moving, traffic: Traffic, oldEnd: End, deps: Deps): Promise<MadeChange[]> {
  const { plan, end } = input;
  refuseStrangers(plan, traffic, {
    instanceIds: [end.instanceId, oldEnd.instanceId],
    networkInterfaceIds: [end.networkInterfaceId, oldEnd.networkInterfaceId],
  });
  const moves: Move[] = [
    { kind: 'move-address', allocationId: plan.address.allocationId },
    ...plan.routes
      .filter((route) => mayHaveMoved(route, oldEnd) || standsAt(traffic, route, end))
      .map(({ routeTableId, destination }) => ({ kind: 'move-route' as const, routeTableId, destination })),
  ];
  const settled = await Promise.allSettled(moves.map((move) => makeMove(move, traffic, oldEnd, deps)));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const passing = failures.find((failure) => failure instanceof TransientError);
  if (passing) throw passing;
  const refused = moves.filter((_, index) => settled[index]?.status === 'rejected');
  await proveBack(
    input,
    refused.map((move) => partOf(move, plan)),
    deps,
  );
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** From the old end, or from nothing: what the move created is aimed at the old end too, and reads may not show it yet. */
const mayHaveMoved = (planned: Route, oldEnd: End): boolean =>
  planned.target.kind === 'absent' || leadsTo(planned, oldEnd.networkInterfaceId);

const standsAt = ({ routes }: Traffic, planned: Route, end: End): boolean =>
  routes.some((route) => sameRoute(planned)(route) && leadsTo(route, end.networkInterfaceId));

/**
 * @throws RefusedError naming what could not be written and stands at the new end; TransientError when anything else does,
 * which somebody late has moved once more.
 */
async function proveBack({ plan, end }: Moving, refused: string[], deps: Deps): Promise<void> {
  if (refused.length > 0) await deps.clock.sleep(STALE.seconds * 1000);
  let left: string[] = [];
  const back = await poll(deps.clock, READ_BACK, async () => {
    left = movedParts(await readTraffic(plan, deps), end);
    return left.length === 0 || undefined;
  });
  if (back) return;
  const what = `still at ${end.instanceId}: ${left.join(', ')}`;
  throw left.every((part) => refused.includes(part))
    ? new RefusedError(`not led back, because it may not be written: ${what}`)
    : new TransientError(what);
}
