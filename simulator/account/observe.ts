/** The truth about the account, past every read lag and every fault: for checks and pictures, never for the product. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { Address, Instance, InstanceReading, Route, RouteTarget, Snapshot } from '../../shared/domain/snapshot.ts';
import { routingOf } from '../../shared/domain/traffic/route-rules.ts';
import { allTrue, truth } from './consistency.ts';
import { forwarderOf } from './ec2/describe-route-tables.ts';
import { answers } from './ec2/machines.ts';
import type { RouteRecord, RouteTableRecord } from './ec2/route-records.ts';
import type { AddressRecord, InstanceRecord } from './ec2/state.ts';
import type { World } from './world.ts';

function addressRecord(world: World, floatingIp: string): AddressRecord | undefined {
  return allTrue(world.ec2.addresses).find(({ id, publicIp }) => id === floatingIp || publicIp === floatingIp);
}

function holderOf(world: World, { networkInterfaceId }: AddressRecord): InstanceRecord | undefined {
  const instanceId = networkInterfaceId && truth(world.ec2.networkInterfaces, networkInterfaceId)?.instanceId;
  return instanceId ? truth(world.ec2.instances, instanceId) : undefined;
}

/** Would a client's packet to this address be answered now? Only the holder of the address can answer. */
export function serves(world: World, publicIp: string): boolean {
  const address = addressRecord(world, publicIp);
  const holder = address && holderOf(world, address);
  return holder !== undefined && answers(world, holder) && letsIn(world, holder);
}

/** The rules of a group that was there before the story are unknown, and let the service in. That of a proof does not. */
function letsIn(world: World, { networkInterfaceIds }: InstanceRecord): boolean {
  const groupIds = networkInterfaceIds.flatMap((id) => truth(world.ec2.networkInterfaces, id)?.groupIds ?? []);
  const groups = groupIds.flatMap((id) => truth(world.ec2.securityGroups, id) ?? []);
  return groups.length === 0 || groups.some(({ ingress }) => ingress === undefined);
}

function presentAddress(world: World, record: AddressRecord): Address {
  const { id, publicIp, associationId, networkInterfaceId, tags } = record;
  return {
    allocationId: id,
    publicIp,
    associationId,
    networkInterfaceId,
    instanceId: holderOf(world, record)?.id,
    tags,
  };
}

function targetOf(world: World, route: RouteRecord | undefined): RouteTarget {
  if (!route) return { kind: 'absent' };
  const { kind, id } = route.target;
  if (kind !== 'network-interface') return { kind: 'other', id, blackhole: false };
  return { kind, id, ...forwarderOf(world, id) };
}

/** Route tables by id, or all that carry the Name tag within the appliance's VPC. */
function tablesCalled(world: World, { vpc }: Appliance, tables: string | string[]): RouteTableRecord[] {
  if (typeof tables !== 'string') return tables.flatMap((id) => truth(world.ec2.routeTables, id) ?? []);
  return allTrue(world.ec2.routeTables).filter(({ tags, vpcId }) => {
    const inVpc = vpcId === vpc || truth(world.ec2.vpcs, vpcId)?.tags.Name === vpc;
    return inVpc && tags.Name === tables;
  });
}

export function routeTablesOf(world: World, appliance: Appliance): RouteTableRecord[] {
  const { rules } = routingOf(appliance);
  const named = rules.length > 0 ? rules.map(({ tables }) => tables) : [appliance.routeTables];
  return [...new Set(named.flatMap((tables) => tablesCalled(world, appliance, tables)))];
}

/** Every configured route, in the order of the configuration. */
export function routesOf(world: World, appliance: Appliance): Route[] {
  return routingOf(appliance).rules.flatMap(({ tables, to, edge }) =>
    tablesCalled(world, appliance, tables).flatMap(({ id, routes }) =>
      to.map((destination) => {
        const found = routes.find((route) => route.destination === destination);
        return { routeTableId: id, destination, ...(edge && { edge }), target: targetOf(world, found) };
      }),
    ),
  );
}

/** As it is, regardless of its maker; undefined where there is none. */
export function instanceIn(world: World, id: string): Instance | undefined {
  const record = truth(world.ec2.instances, id);
  return record && presentInstance(record);
}

function presentInstance(record: InstanceRecord): Instance {
  const since = /\((\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) GMT\)/.exec(record.transitionReason);
  return {
    id: record.id,
    // EC2's names of states are the domain's own.
    state: record.state as Instance['state'],
    stateReason: record.stateReason?.code,
    stateSince: since ? `${since[1]}T${since[2]}.000Z` : undefined,
    zone: record.zone,
    type: record.type,
    imageId: record.imageId,
    networkInterfaceIds: [...record.networkInterfaceIds],
    tags: record.tags,
  };
}

/** Of another team, or of a stranger: with any tags, they do not belong to an appliance. */
const FOREIGN: (string | undefined)[] = ['bystander', 'stranger'];

/** Every instance that belongs to the appliance by its name or tag, and the holder of the address. */
function instancesOf(world: World, appliance: Appliance, { holder }: { holder: string | undefined }) {
  const looksOurs = ({ tags, madeBy }: InstanceRecord): boolean =>
    !FOREIGN.includes(madeBy) && (tags['failover:appliance'] === appliance.name || tags.Name === appliance.instance);
  const own = allTrue(world.ec2.instances).filter(
    (record) => [holder, appliance.instance].includes(record.id) || looksOurs(record),
  );
  return Object.fromEntries(
    own.map((record): [string, InstanceReading] => [
      record.id,
      { reading: 'described', instance: presentInstance(record) },
    ]),
  );
}

/** @throws Error when the account has no such address: a story about an appliance without one makes no sense. */
export function addressOf(world: World, { floatingIp }: Appliance): Address {
  const record = addressRecord(world, floatingIp);
  if (!record) throw new Error(`the simulated account has no address ${floatingIp}`);
  return presentAddress(world, record);
}

export function observe(world: World, appliance: Appliance): Snapshot {
  const address = addressOf(world, appliance);
  return {
    takenAt: new Date(world.clock.nowMs()).toISOString(),
    address,
    routes: routesOf(world, appliance),
    instances: instancesOf(world, appliance, { holder: address.instanceId }),
  };
}
