/**
 * What must hold after every change, whatever happens. Each function names what is wrong, and an empty list means that
 * it holds. The simulator asks all of them, and `VerifyTraffic` the one of S2 as well; `story-invariants.ts`,
 * `launch-invariants.ts` and `conduct-invariants.ts` have the rest.
 */
import { assertNever } from './errors.ts';
import { secondsBetween } from './instants.ts';
import { fromOlderGeneration } from './lock-invariants.ts';
import { type Instance, type Route, TAG, type Traffic } from './snapshot.ts';
import type { TakeoverPlan } from './takeover-plan.ts';
import { describeRoute, leadsTo, leadsToInstance, sameRoute } from './traffic.ts';
import { type TrafficDeed, writesTraffic } from './traffic-deeds.ts';

/** S2: the holder of the address is the target of every route. */
export function trafficDisagreements(
  { address, routes }: Traffic,
  active: { instanceId: string; networkInterfaceId: string },
): string[] {
  const astray = routes.filter((route) => !leadsTo(route, active.networkInterfaceId)).map(describeRoute);
  if (address.instanceId === active.instanceId) return astray;
  return [`${address.publicIp} -> ${address.instanceId ?? 'nothing'}`, ...astray];
}

/** Something that a takeover did to the world, with what stood there before. */
export type Deed = {
  at: string;
  /** When its request left whoever did it: what has happened since could not be known, and nothing calls it back. */
  sentAt?: string | undefined;
  by: string;
  /** By a late attempt, of which whoever invoked it has not heard; or by a request whose sender had given it up, or was gone. */
  unheard?: boolean | undefined;
  generation: number;
  /** The newest generation that existed at that moment. */
  newestGeneration: number;
  /** Before the deed. */
  traffic: Traffic;
  /** Every instance of the appliance, before the deed. */
  instances: Instance[];
  /** When somebody else last changed the traffic or the tags of the address. */
  touchedAt?: string | undefined;
  /** Since when the holder of the address has not been running, through no deed of ours. */
  holderDownAt?: string | undefined;
} & (
  | { kind: 'launch'; instance: Instance; clientToken: string }
  | { kind: 'move-address'; instanceId: string }
  | { kind: 'write-route'; routeTableId: string; destination: string; networkInterfaceId: string }
  | { kind: 'stop'; instanceId: string }
);

/**
 * EC2 knows no condition on a write and promises no reader the newest value, so what somebody else does right before a
 * deed cannot be respected by it. Whatever stood for longer must be.
 */
export const UNSEEN_SECONDS = 15;

/** Whether somebody else changed the traffic so shortly before that nobody could have seen it. */
export const couldNotBeSeen = ({ at, sentAt = at, touchedAt }: Pick<Deed, 'at' | 'sentAt' | 'touchedAt'>): boolean =>
  touchedAt !== undefined && secondsBetween({ from: touchedAt, to: sentAt }) < UNSEEN_SECONDS;

export const isUp = (instances: Instance[], id: string | undefined): boolean =>
  instances.some((instance) => instance.id === id && instance.state === 'running');

/**
 * A replacement that never became active may be given up by whoever launched it, and by a later takeover, once nothing
 * leads to it: that is a termination, no fence. Whoever had some of the traffic is retired instead.
 */
function givesUpUnused(deed: Extract<Deed, { kind: 'stop' }>, { old, finish }: TakeoverPlan): boolean {
  const { instanceId, traffic, instances, generation } = deed;
  if (instanceId === old?.instanceId || finish?.passedOver?.includes(instanceId)) return false;
  const unused = instances.find(({ id }) => id === instanceId);
  if (unused?.tags[TAG.role] !== 'replacement' || Number(unused.tags[TAG.generation]) > generation) return false;
  const leads = traffic.routes.some((route) => leadsToInstance(route, unused));
  return (instanceId !== traffic.address.instanceId && !leads) || couldNotBeSeen(deed);
}

/** S3: the old one is stopped only when a replacement runs and holds the address and every route. */
function stoppedTooEarly(deed: Deed, plan: TakeoverPlan): string[] {
  if (deed.kind !== 'stop' || plan.fencing === 'stop-first' || givesUpUnused(deed, plan) || couldNotBeSeen(deed))
    return [];
  const { address, routes } = deed.traffic;
  const holder = deed.instances.find(({ id }) => id === address.instanceId);
  const justDied = couldNotBeSeen({ ...deed, touchedAt: deed.holderDownAt });
  if (!holder || holder.id === deed.instanceId || (holder.state !== 'running' && !justDied)) {
    return [`S3: ${deed.instanceId} was stopped while ${holder?.id ?? 'nobody'} held the address`];
  }
  const astray = routes.filter((route) => !leadsToInstance(route, holder));
  return astray.map((route) => `S3: ${deed.instanceId} was stopped while ${describeRoute(route)}`);
}

/** S5: back to the old instance only while that is up. */
function undoneToTheDead(deed: Deed, plan: TakeoverPlan): string[] {
  const { old } = plan;
  if (!old || !writesTraffic(deed) || isUp(deed.instances, old.instanceId)) return [];
  const led = ledTo(deed, old);
  return led ? [`S5: ${led} was led back to ${old.instanceId}, which is not running`] : [];
}

/** What a deed leads to an instance, in words; undefined when it leads nothing there. */
function ledTo(
  deed: TrafficDeed,
  end: { instanceId: string; networkInterfaceId?: string | undefined },
): string | undefined {
  switch (deed.kind) {
    case 'move-address':
      return deed.instanceId === end.instanceId ? 'the address' : undefined;
    case 'write-route':
      return deed.networkInterfaceId === end.networkInterfaceId ? 'a route' : undefined;
    default:
      return assertNever(deed);
  }
}

/** S13: nothing is done that the frozen plan does not name. */
function beyondThePlan(deed: Deed, plan: TakeoverPlan): string[] {
  const beyond = (what: string): string[] => [`S13: ${deed.by} did ${what}, which is not in the plan`];
  switch (deed.kind) {
    case 'launch': {
      const { imageId, type, zone } = deed.instance;
      const named = plan.placements.some(
        (place) => place.imageId === imageId && place.zone === zone && place.instanceType === type,
      );
      return named ? [] : beyond(`launch ${type} in ${zone} from ${imageId}`);
    }
    case 'move-address':
      return deed.traffic.address.allocationId === plan.address.allocationId
        ? []
        : beyond(`move ${deed.traffic.address.allocationId}`);
    case 'write-route': {
      const { routeTableId, destination } = deed;
      const named = plan.routes.some(
        (route) => route.routeTableId === routeTableId && route.destination === destination,
      );
      return named ? [] : beyond(`write ${destination} in ${routeTableId}`);
    }
    case 'stop':
      return deed.instanceId === plan.old?.instanceId || givesUpUnused(deed, plan)
        ? []
        : beyond(`stop ${deed.instanceId}`);
    default:
      return assertNever(deed);
  }
}

/** S16: nothing that leads the traffic is taken from what is not ours. */
function tookWhatIsNotOurs(deed: Deed, plan: TakeoverPlan): string[] {
  if (!writesTraffic(deed) || couldNotBeSeen(deed)) return [];
  switch (deed.kind) {
    case 'move-address':
      return tookFromSomebody(deed, plan);
    case 'write-route':
      return tookSomebodysRoute(deed, plan);
    default:
      return assertNever(deed);
  }
}

/** S16: only routes of this appliance, blackholes and absent ones are written. */
function tookSomebodysRoute(deed: Extract<Deed, { kind: 'write-route' }>, plan: TakeoverPlan): string[] {
  const route = deed.traffic.routes.find(
    ({ routeTableId, destination }) => routeTableId === deed.routeTableId && destination === deed.destination,
  );
  if (!route || route.target.kind === 'absent' || route.target.blackhole) return [];
  const { id } = route.target;
  const ours = deed.instances.some((instance) => instance.networkInterfaceIds.includes(id) && belongs(instance, plan));
  return ours ? [] : [`S16: ${describeRoute(route)} was somebody else's`];
}

/** To the appliance: whoever the plan names, and whatever a takeover has launched or retired; not whoever else holds the address. */
const belongs = ({ id, tags }: Instance, { appliance, address, old, finish }: TakeoverPlan): boolean =>
  [address.instanceId, old?.instanceId, finish?.instanceId, ...(finish?.passedOver ?? [])].includes(id) ||
  tags[TAG.appliance] === appliance;

/** S16: nor is the address taken from a machine to which somebody gave it since the plan was made. */
function tookFromSomebody(deed: Extract<Deed, { kind: 'move-address' }>, plan: TakeoverPlan): string[] {
  const { instanceId, publicIp } = deed.traffic.address;
  const holder = deed.instances.find(({ id }) => id === instanceId);
  return !holder || belongs(holder, plan)
    ? []
    : [`S16: ${deed.by} took ${publicIp} from ${holder.id}, which is not ours`];
}

/** S16: no address of another owner is touched, nor any route to it. */
function tookSomebodysAddress(deed: Deed, plan: TakeoverPlan): string[] {
  if (!writesTraffic(deed) || couldNotBeSeen(deed)) return [];
  const owner = deed.traffic.address.tags[TAG.owner];
  return owner === undefined || owner === plan.owner
    ? []
    : [`S16: ${deed.by} did ${deed.kind} on an address of ${owner}, and works for ${plan.owner}`];
}

/** S15: whoever was retired by a takeover never gets the address back by itself. */
function failedBack(deed: Deed, plan: TakeoverPlan): string[] {
  if (!writesTraffic(deed)) return [];
  switch (deed.kind) {
    case 'move-address': {
      const role = deed.instances.find(({ id }) => id === deed.instanceId)?.tags[TAG.role];
      return role === 'retired' && deed.instanceId !== plan.old?.instanceId
        ? [`S15: the address was given back to ${deed.instanceId}, which is retired`]
        : [];
    }
    case 'write-route':
      // Only the address decides who serves; a route of a retired one is S2's.
      return [];
    default:
      return assertNever(deed);
  }
}

/** S9: while paused, no automatic takeover begins to move the traffic. */
function movedWhilePaused(deed: Deed, plan: TakeoverPlan): string[] {
  if (!plan.automatic || !writesTraffic(deed)) return [];
  const { address, routes } = deed.traffic;
  const pausedUntil = address.tags[TAG.pausedUntil];
  // Half of a move is worse than either end of it: what began in time goes on.
  const begun =
    address.instanceId !== plan.address.instanceId ||
    routes.some((route) => hasMoved(route, deed, plan)) ||
    couldNotBeSeen(deed);
  return pausedUntil && !begun && pausedUntil > deed.at ? [`S9: traffic moved while paused until ${pausedUntil}`] : [];
}

/** Whether a route leads to a replacement, and did not when the plan was made. */
function hasMoved(route: Route, { instances }: Deed, { old, routes }: TakeoverPlan): boolean {
  const found = routes.find(sameRoute(route));
  const replacements = instances.filter(({ id, tags }) => id !== old?.instanceId && tags[TAG.generation] !== undefined);
  return replacements.some((each) => leadsToInstance(route, each) && !(found && leadsToInstance(found, each)));
}

/** Everything that one deed of a takeover must keep to. */
export const violationsOf = (deed: Deed, plan: TakeoverPlan): string[] => [
  ...fromOlderGeneration(deed, `did ${deed.kind}`),
  ...stoppedTooEarly(deed, plan),
  ...undoneToTheDead(deed, plan),
  ...beyondThePlan(deed, plan),
  ...tookWhatIsNotOurs(deed, plan),
  ...tookSomebodysAddress(deed, plan),
  ...failedBack(deed, plan),
  ...movedWhilePaused(deed, plan),
];
