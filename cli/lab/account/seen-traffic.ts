/** Where the account's address and routes lead, in the words of the namespaces. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { allTrue, truth } from '../../../simulator/account/consistency.ts';
import { addressOf, routesOf, routeTablesOf } from '../../../simulator/account/observe.ts';
import type { World } from '../../../simulator/account/world.ts';
import type { Firewall, TABLES } from '../network/hosts.ts';
import type { LabTraffic } from '../network/traffic.ts';

/** In the order of the example's `routeTables`. */
const TABLE_NAMES: (keyof typeof TABLES)[] = ['client', 'server'];

/** The first network interface that ever carried the traffic is firewall 1, and the next one that was made is firewall 2. */
export function firewallsIn(
  world: World,
  first: string | undefined,
): (interfaceId: string | undefined) => Firewall | undefined {
  const known = new Set(allTrue(world.ec2.networkInterfaces).map(({ id }) => id));
  let second: string | undefined;
  return (interfaceId) => {
    if (interfaceId === undefined) return undefined;
    if (interfaceId === first) return 1;
    if (!known.has(interfaceId)) second ??= interfaceId;
    return interfaceId === second ? 2 : undefined;
  };
}

export function trafficIn(
  world: World,
  appliance: Appliance,
  firewallOf: (interfaceId: string | undefined) => Firewall | undefined,
): LabTraffic {
  const tables = routeTablesOf(world, appliance).map(({ id }) => id);
  const checked = allTrue(world.ec2.networkInterfaces)
    .filter(({ sourceDestCheck }) => sourceDestCheck)
    .flatMap(({ id }) => firewallOf(id) ?? []);
  return {
    holder: firewallOf(addressOf(world, appliance).networkInterfaceId),
    routes: routesOf(world, appliance).flatMap(({ routeTableId, destination, target }) => {
      const table = TABLE_NAMES[tables.indexOf(routeTableId)];
      const id = target.kind === 'network-interface' ? target.id : undefined;
      return table === undefined ? [] : [{ table, destination, to: firewallOf(id) }];
    }),
    checked: [...new Set(checked)].sort(),
  };
}

/** The network interface that holds the address. */
export const holderOf = (world: World, appliance: Appliance): string | undefined => {
  const { networkInterfaceId = '' } = addressOf(world, appliance);
  return truth(world.ec2.networkInterfaces, networkInterfaceId)?.id;
};
