/** The traffic as it is now, in the words of the frozen plan: its address and exactly its routes. */
import { readAddress } from '../../aws/read-address.ts';
import { readRoutes } from '../../aws/read-network.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import type { Address, Route, Traffic } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';
import { describeRoute, sameRoute } from '../../domain/traffic.ts';
import { lookFreshly } from '../look-freshly.ts';

const distinct = (values: string[]): string[] => [...new Set(values)];

/**
 * Those that are still there: the route of a table that was deleted meanwhile leads nobody anywhere.
 *
 * @throws RefusedError when every planned table is gone.
 */
export async function readPlannedRoutes(plan: TakeoverPlan, { clients }: Deps): Promise<Route[]> {
  const found = await readRoutes(clients, {
    vpcId: '',
    choice: distinct(plan.routes.map(({ routeTableId }) => routeTableId)),
    destinations: distinct(plan.routes.map(({ destination }) => destination)),
  });
  return plan.routes.flatMap((planned) => found.find(sameRoute(planned)) ?? []);
}

export async function readTraffic(plan: TakeoverPlan, deps: Deps): Promise<Traffic> {
  const [address, routes] = await lookFreshly(deps.clock, () =>
    Promise.all([readAddress(deps.clients, plan.address.allocationId), readPlannedRoutes(plan, deps)]),
  );
  return { address, routes };
}

type Ends = { instanceIds: (string | undefined)[]; networkInterfaceIds: (string | undefined)[] };

/**
 * Whatever stands neither where the plan found it nor at one of the takeover's own ends was moved by somebody else in
 * the meantime: people are told, and nobody fights them.
 *
 * @throws InvariantViolatedError naming what was moved.
 */
export function refuseStrangers(plan: TakeoverPlan, { address, routes }: Traffic, ends: Ends): void {
  const strangers = [
    ...strangeHolder(plan, address, ends),
    ...routes.filter((route) => isStrange(route, plan.routes.find(sameRoute(route)), ends)).map(describeRoute),
  ];
  if (strangers.length > 0) {
    throw new InvariantViolatedError(`moved by somebody else while this takeover ran: ${strangers.join(', ')}`);
  }
}

function strangeHolder(plan: TakeoverPlan, address: Address, { instanceIds, networkInterfaceIds }: Ends): string[] {
  const { instanceId, networkInterfaceId, publicIp } = address;
  if (instanceId === undefined) {
    // An interface without an instance is a load balancer's, or somebody's own; nothing at all is free to be taken.
    const free = networkInterfaceId === undefined || networkInterfaceIds.includes(networkInterfaceId);
    return free ? [] : [`${publicIp} -> ${networkInterfaceId}`];
  }
  const known = [plan.address.instanceId, ...instanceIds].includes(instanceId);
  return known ? [] : [`${publicIp} -> ${instanceId}`];
}

function isStrange({ target }: Route, planned: Route | undefined, { networkInterfaceIds }: Ends): boolean {
  if (target.kind === 'absent' || target.blackhole) return false;
  const foundAt = planned && planned.target.kind !== 'absent' ? planned.target.id : undefined;
  return target.id !== foundAt && !networkInterfaceIds.includes(target.id);
}
