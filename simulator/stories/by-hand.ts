/** What people do in the account behind our back: at once, and past every function of ours. */
import { destinationParameter } from '../../shared/aws/route-destination.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { routingOf } from '../../shared/domain/traffic/route-rules.ts';
import { allTrue, drawLagMs, truth, write } from '../account/consistency.ts';
import { associateAddress } from '../account/ec2/associate-address.ts';
import { startInstances, terminateInstances } from '../account/ec2/change-state.ts';
import { modifyNetworkInterfaceAttribute } from '../account/ec2/modify-network-interface-attribute.ts';
import { createRoute, replaceRoute } from '../account/ec2/routes.ts';
import { createTags, deleteTags } from '../account/ec2/tags.ts';
import { byHand, machineBeside } from '../account/faults/by-hand.ts';
import { routesOf, routeTablesOf } from '../account/observe.ts';
import { DATABASE } from '../account/strangers/bystander.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';
import type { Simulation } from './simulation.ts';

/** Aims the first route at a gateway. */
export function aimRouteElsewhere(world: World, appliance: Appliance): string {
  const [route] = routesOf(world, appliance);
  if (!route) throw new Error('there is no route to aim elsewhere');
  const { routeTableId: RouteTableId, destination } = route;
  const GatewayId = 'vgw-0123456789abcdef0';
  byHand(world, () => replaceRoute(world, { RouteTableId, ...destinationParameter(destination), GatewayId }));
  return `a person aims ${destination} in ${RouteTableId} at ${GatewayId}`;
}

/** A network of theirs that the appliance forwards, in our table and no business of ours. */
const BESIDE = '192.168.99.0/24';

export function leadBeside(world: World, appliance: Appliance, { id }: { id: string }): string {
  const [table] = routeTablesOf(world, appliance);
  const NetworkInterfaceId = truth(world.ec2.instances, id)?.networkInterfaceIds[0];
  if (!table || !NetworkInterfaceId) return `a person finds no table, or no interface, to route ${BESIDE} to`;
  const write = table.routes.some(({ destination }) => destination === BESIDE) ? replaceRoute : createRoute;
  byHand(world, () => write(world, { RouteTableId: table.id, DestinationCidrBlock: BESIDE, NetworkInterfaceId }));
  return `a person routes ${BESIDE} in ${table.id} to ${id}`;
}

/** R25: as an apply of Terraform does, whose `aws_instance` has the check on unless the file says otherwise. */
export function turnCheckOn(world: World, { id }: { id: string }): string {
  const NetworkInterfaceId = truth(world.ec2.instances, id)?.networkInterfaceIds[0];
  byHand(world, () => modifyNetworkInterfaceAttribute(world, { NetworkInterfaceId, SourceDestCheck: { Value: true } }));
  return `a tool turns the source/destination check of ${id} on`;
}

export function deleteRoutes(world: World, appliance: Appliance): string {
  const tables = routeTablesOf(world, appliance);
  const { rules } = routingOf(appliance);
  const destinations = [...new Set(rules.flatMap(({ to }) => to))];
  byHand(world, () => {
    for (const table of tables) {
      const routes = table.routes.filter(({ destination }) => !destinations.includes(destination));
      write(world, world.ec2.routeTables, { id: table.id, value: { ...table, routes }, lagMs: drawLagMs(world) });
    }
    world.changed(`routes deleted in ${tables.map(({ id }) => id).join(', ')}`);
  });
  return `a person deletes the routes to ${destinations.join(', ')} in ${tables.map(({ id }) => id).join(', ')}`;
}

export function terminateActive(world: World, { id }: { id: string }): string {
  byHand(world, () => terminateInstances(world, { InstanceIds: [id] }));
  return `a person terminates ${id}`;
}

function routeAllTo(world: World, appliance: Appliance, NetworkInterfaceId: string): void {
  for (const { routeTableId: RouteTableId, destination } of routesOf(world, appliance)) {
    replaceRoute(world, { RouteTableId, ...destinationParameter(destination), NetworkInterfaceId });
  }
}

export function giveAwayAddress(
  world: World,
  appliance: Appliance,
  { id, how }: { id: string; how?: unknown },
): string {
  const active = truth(world.ec2.instances, id);
  if (!active) throw new Error(`there is no machine like ${id} to give the address to`);
  const { publicIp, allocationId } = truthOf(world, appliance).traffic.address;
  const third = machineBeside(world, active);
  byHand(world, () => associateAddress(world, { AllocationId: allocationId, InstanceId: third.id }));
  const named = how === 'named and tagged as ours, with the routes';
  const Tags = Object.entries({
    ...{ [TAG.appliance]: appliance.name, [TAG.role]: 'active', [TAG.generation]: '1' },
    ...(named && { Name: appliance.instance }),
  });
  const written = Tags.map(([Key, Value]) => ({ Key, Value }));
  const NetworkInterfaceId = third.networkInterfaceIds[0] ?? '';
  if (named || how === 'with the routes') byHand(world, () => routeAllTo(world, appliance, NetworkInterfaceId));
  if (named || how === 'tagged as ours')
    byHand(world, () => createTags(world, { Resources: [third.id], Tags: written }));
  return `a person gives ${publicIp} to a machine of their own, ${third.id}`;
}

export function giveToDatabase(world: World, appliance: Appliance): string {
  const { publicIp, allocationId } = truthOf(world, appliance).traffic.address;
  byHand(world, () => associateAddress(world, { AllocationId: allocationId, InstanceId: DATABASE.instanceId }));
  return `a person gives ${publicIp} to the database of another team, ${DATABASE.instanceId}`;
}

/** Without a request to us: the address and the routes. Its security groups and its tags stay as they are. */
export function giveToStandby(world: World, appliance: Appliance): string {
  const { publicIp, allocationId, tags } = truthOf(world, appliance).traffic.address;
  const kept = truth(world.ec2.instances, tags[TAG.standby] ?? '');
  if (!kept) throw new Error(`${appliance.name} has no standby to give the address to`);
  byHand(world, () => {
    associateAddress(world, { AllocationId: allocationId, InstanceId: kept.id });
    routeAllTo(world, appliance, kept.networkInterfaceIds[0] ?? '');
  });
  return `a person gives ${publicIp} and the routes to the standby ${kept.id}`;
}

/** As `npm run failover -- vouch` starts it. */
export function vouchForHolder({ world, stepFunctions, deployment }: Simulation, { name, ...rest }: Appliance): string {
  const { instanceId } = truthOf(world, { name, ...rest }).traffic.address;
  const asked = { appliance: name, vouch: instanceId, requestedBy: 'ana', reason: 'restored by hand' };
  stepFunctions.start({ machine: `failover-${deployment.stage}-rotation`, input: JSON.stringify(asked) });
  return `vouches for ${instanceId}`;
}

export function pause(world: World, appliance: Appliance, minutes: number): string {
  const { allocationId } = truthOf(world, appliance).traffic.address;
  const Value = new Date(world.clock.nowMs() + minutes * 60_000).toISOString();
  byHand(world, () => createTags(world, { Resources: [allocationId], Tags: [{ Key: TAG.pausedUntil, Value }] }));
  return `pauses automatic takeovers until ${Value}`;
}

export function resume(world: World, appliance: Appliance): string {
  const { allocationId } = truthOf(world, appliance).traffic.address;
  byHand(world, () => deleteTags(world, { Resources: [allocationId], Tags: [{ Key: TAG.pausedUntil }] }));
  return 'ends the pause of automatic takeovers';
}

/** The one that EC2 is making. */
function imageInTheMaking({ ec2 }: World, { name }: Appliance): string {
  const image = allTrue(ec2.images).find(({ state, tags }) => state === 'pending' && tags[TAG.appliance] === name);
  if (!image) throw new Error(`no image of ${name} is being made`);
  return image.id;
}

export function spoilImage(world: World, appliance: Appliance): string {
  const id = imageInTheMaking(world, appliance);
  world.ec2.imageFlaws.set(id, 'dead');
  return `the disk in ${id} is half written, and will not boot`;
}

export function silenceImage(world: World, appliance: Appliance): string {
  const id = imageInTheMaking(world, appliance);
  world.ec2.imageFlaws.set(id, 'silent');
  return `what ${id} boots will not serve`;
}

export function startAgain(world: World, { id }: { id: string }): string {
  byHand(world, () => startInstances(world, { InstanceIds: [id] }));
  return `a person starts ${id} again, which a takeover has retired`;
}
