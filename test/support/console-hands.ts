/** What a person changes by hand in the console during a takeover. */
import { truth, write } from '../../simulator/account/consistency.ts';
import { kindOf } from '../../simulator/account/ec2/lookup.ts';
import type { InstanceRecord } from '../../simulator/account/ec2/state.ts';
import type { World } from '../../simulator/account/world.ts';

/** `lagSeconds` is how long reads go on showing what stood there before. */
type When = { lagSeconds?: number };

const lagMsOf = ({ lagSeconds = 0 }: When): number => lagSeconds * 1000;

export function tag(world: World, id: string, tags: Record<string, string>): void {
  const table = kindOf(id)?.table(world.ec2);
  const resource = table && truth(table, id);
  if (!table || !resource) throw new Error(`there is no ${id} to tag`);
  write(world, table, { id, value: { ...resource, tags: { ...resource.tags, ...tags } }, lagMs: 0 });
}

export const tagsOf = (world: World, id: string): Record<string, string> => {
  const table = kindOf(id)?.table(world.ec2);
  return { ...(table && truth(table, id)?.tags) };
};

export function alter(world: World, instanceId: string, values: Partial<InstanceRecord>): void {
  const instance = truth(world.ec2.instances, instanceId);
  if (!instance) throw new Error(`there is no ${instanceId}`);
  write(world, world.ec2.instances, { id: instanceId, value: { ...instance, ...values }, lagMs: 0 });
}

type Address = { allocationId: string; networkInterfaceId: string | undefined };

export function giveAddress(world: World, { allocationId, networkInterfaceId }: Address, when: When = {}): void {
  const address = truth(world.ec2.addresses, allocationId);
  if (!address) throw new Error(`there is no ${allocationId}`);
  const associationId = networkInterfaceId && 'eipassoc-0by0hand';
  const value = { ...address, networkInterfaceId, associationId };
  write(world, world.ec2.addresses, { id: allocationId, value, lagMs: lagMsOf(when) });
}

/** `target` undefined takes the route away. */
type Aim = { routeTableId: string; destination: string; target: string | undefined };

export function aimRoute(world: World, { routeTableId, destination, target }: Aim): void {
  const table = truth(world.ec2.routeTables, routeTableId);
  if (!table) throw new Error(`there is no ${routeTableId}`);
  const others = table.routes.filter((route) => route.destination !== destination);
  const kind = target?.startsWith('eni-') ? ('network-interface' as const) : ('gateway' as const);
  const routes = target === undefined ? others : [...others, { destination, target: { kind, id: target } }];
  write(world, world.ec2.routeTables, { id: routeTableId, value: { ...table, routes }, lagMs: 0 });
}
