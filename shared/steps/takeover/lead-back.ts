/**
 * Leads the traffic back to the old end and proves that it is there. A read may still show what stood before the move, so
 * that no single one is believed.
 */
import type { Deps } from '../../deps.ts';
import { assertNever, RefusedError, TransientError } from '../../domain/errors.ts';
import { sameChange } from '../../domain/plan.ts';
import type { Address, Route, Traffic } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';
import { leadsTo, sameRoute } from '../../domain/traffic.ts';
import { poll } from '../poll.ts';
import { endedIn, type MadeChange } from './facts.ts';
import { type End, type Move, makeMove } from './make-changes.ts';
import type { Moving } from './move-traffic.ts';
import { readTraffic, refuseStrangers } from './read-traffic.ts';

/** As long as a read may show an old value (the simulator draws up to 5 s; EC2 promises nothing). */
export const STALE = { seconds: 6, everyMs: 1_000 };
const READ_BACK = { seconds: 8, everyMs: 250 };

/**
 * Writes every part that stood at the old end or was missing, also those that seem to stand there already, and whatever
 * else stands at the new end: back to where it was found; and to the old end whatever takeovers that stood half-way have
 * led astray before. A part that may not be written was not written by this move either, and then it only has to stay
 * away from where they have led it.
 */
export async function leadBack(input: Moving, traffic: Traffic, oldEnd: End, deps: Deps): Promise<MadeChange[]> {
  const { plan, end } = input;
  refuseStrangers(plan, traffic, {
    instanceIds: [end.instanceId, oldEnd.instanceId, endedIn(input.done)?.instanceId],
    networkInterfaceIds: [end.networkInterfaceId, oldEnd.networkInterfaceId, endedIn(input.done)?.networkInterfaceId],
  });
  const moves = Object.values(waysBack(input, traffic, oldEnd)).flat();
  const settled = await Promise.allSettled(moves.map(({ move, to }) => makeMove(move, traffic, to, deps)));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  const passing = failures.find((failure) => failure instanceof TransientError);
  if (passing) throw passing;
  const refused = moves.filter((_, index) => settled[index]?.status === 'rejected');
  const parts = refused.map(({ move }) => move);
  await proveBack(input, parts, deps);
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

type WayBack = { move: Move; to: End };

/** One list for each kind of a move: a kind that nothing leads back does not compile. */
const waysBack = ({ plan, end }: Moving, traffic: Traffic, oldEnd: End): Record<Move['kind'], WayBack[]> => ({
  'move-address': [{ move: moveOfAddress(plan.address), to: oldEnd }],
  'move-route': plan.routes
    .filter((route) => isAstray(route, plan) || mayHaveMoved(route, oldEnd) || standsAt(traffic, route, end))
    .map((route) => ({ move: moveOf(route), to: isAstray(route, plan) ? oldEnd : whereFound(route, { oldEnd, end }) })),
});

const moveOfAddress = ({ allocationId }: Pick<Address, 'allocationId'>): Move => ({
  kind: 'move-address',
  allocationId,
});

const moveOf = ({ routeTableId, destination }: Route): Move => ({ kind: 'move-route', routeTableId, destination });

/** With one that took up some of the traffic since the first takeover stood half-way, or with nobody since that one is gone. */
const isAstray = ({ target }: Pick<Route, 'target'>, { finish }: TakeoverPlan): boolean =>
  finish !== undefined &&
  target.kind === 'network-interface' &&
  (target.instanceId === undefined ? target.blackhole : finish.passedOver?.includes(target.instanceId) === true);

/**
 * People may have left a route at another instance of the appliance: it goes back there, if that still has a life. What a
 * dead takeover had led to the replacement that this one adopted was found at the new end, and goes to the old one.
 */
function whereFound({ target }: Route, { oldEnd, end }: { oldEnd: End; end: End }): End {
  const stays = target.kind === 'network-interface' && !target.blackhole && target.id !== end.networkInterfaceId;
  if (!stays) return oldEnd;
  return { instanceId: target.instanceId ?? '', networkInterfaceId: target.id };
}

/** From the old end, or from nothing: what the move created is aimed at the old end too, and reads may not show it yet. */
const mayHaveMoved = (planned: Route, oldEnd: End): boolean =>
  planned.target.kind === 'absent' || leadsTo(planned, oldEnd.networkInterfaceId);

const standsAt = ({ routes }: Traffic, planned: Route, end: End): boolean =>
  routes.some((route) => sameRoute(planned)(route) && leadsTo(route, end.networkInterfaceId));

/**
 * @throws RefusedError naming what could not be written and stands where it was led to; TransientError when anything else
 * does, which somebody late has moved once more.
 */
async function proveBack({ plan, end }: Moving, refused: Move[], deps: Deps): Promise<void> {
  if (refused.length > 0) await deps.clock.sleep(STALE.seconds * 1000);
  let left: Move[] = [];
  const back = await poll(deps.clock, READ_BACK, async () => {
    left = partsAway(await readTraffic(plan, deps), { plan, end });
    return left.length === 0 || undefined;
  });
  if (back) return;
  const what = `still ${plan.finish ? 'led astray' : `at ${end.instanceId}`}: ${left.map((part) => inWords(part, plan)).join(', ')}`;
  throw left.every((part) => refused.some((move) => sameChange(move, part)))
    ? new RefusedError(`not led back, because it may not be written: ${what}`)
    : new TransientError(what);
}

/** What stands at the end that the move led to. */
export function movedParts({ address, routes }: Traffic, end: End): Move[] {
  const moved = routes.filter((route) => leadsTo(route, end.networkInterfaceId));
  return [...(address.instanceId === end.instanceId ? [moveOfAddress(address)] : []), ...moved.map(moveOf)];
}

/** What stands there, or where takeovers that stood half-way have led it before. */
function partsAway(traffic: Traffic, { plan, end }: Pick<Moving, 'plan' | 'end'>): Move[] {
  const { address, routes } = traffic;
  const holds = address.instanceId !== undefined && plan.finish?.passedOver?.includes(address.instanceId);
  const astray = routes.filter((route) => isAstray(route, plan)).map(moveOf);
  const away = [...movedParts(traffic, end), ...(holds ? [moveOfAddress(address)] : []), ...astray];
  return away.filter((part, at) => away.findIndex((other) => sameChange(other, part)) === at);
}

function inWords(move: Move, { address }: TakeoverPlan): string {
  switch (move.kind) {
    case 'move-address':
      return address.publicIp;
    case 'move-route':
      return `${move.destination} in ${move.routeTableId}`;
    default:
      return assertNever(move);
  }
}
