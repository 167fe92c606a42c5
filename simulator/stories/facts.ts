/** The traffic and the instances of an appliance at one instant, as facts for people and programs. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { Route } from '../../shared/domain/snapshot.ts';
import { truth } from '../account/consistency.ts';
import { routesOf, routeTablesOf } from '../account/observe.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';
import type { InstanceFacts, RouteFacts, TrafficFacts } from './report.ts';
import { isUp } from './service-log.ts';

function instanceFacts(world: World, id: string): InstanceFacts[] {
  const record = truth(world.ec2.instances, id);
  if (!record) return [];
  const { state, zone, type, imageId, networkInterfaceIds, tags } = record;
  const primary = networkInterfaceIds[0];
  const networkInterface = primary === undefined ? undefined : truth(world.ec2.networkInterfaces, primary);
  const image = truth(world.ec2.images, imageId)?.name ?? imageId;
  const sourceDestCheck = networkInterface?.sourceDestCheck ?? true;
  return [{ id, name: tags.Name ?? '', state, zone, type, image, sourceDestCheck }];
}

const isOurs = (ours: Route[], tableId: string, to: string): boolean =>
  ours.some(({ routeTableId, destination }) => routeTableId === tableId && destination === to);

/** All other network interfaces that a route in the appliance's tables leads to. */
function routesBeside(world: World, appliance: Appliance): RouteFacts[] {
  const ours = routesOf(world, appliance);
  return routeTablesOf(world, appliance).flatMap(({ id: routeTableId, tags, routes }) =>
    routes.flatMap(({ destination, target }): RouteFacts[] => {
      if (target.kind !== 'network-interface' || isOurs(ours, routeTableId, destination)) return [];
      const aim = truth(world.ec2.networkInterfaces, target.id)?.instanceId ?? target.id;
      return [{ routeTableId, routeTable: tags.Name ?? routeTableId, destination, target: aim }];
    }),
  );
}

export function trafficFacts(world: World, appliance: Appliance): TrafficFacts {
  const { traffic, instances } = truthOf(world, appliance);
  const { publicIp, allocationId, instanceId } = traffic.address;
  const names = new Map(routeTablesOf(world, appliance).map(({ id, tags }) => [id, tags.Name ?? id]));
  const routes = routesOf(world, appliance).map(({ routeTableId, destination, target }): RouteFacts => {
    const aim =
      target.kind === 'absent' ? 'nothing' : (target.kind === 'network-interface' && target.instanceId) || target.id;
    return { routeTableId, routeTable: names.get(routeTableId) ?? routeTableId, destination, target: aim };
  });
  return {
    address: { publicIp, allocationId, instanceId },
    routes,
    beside: routesBeside(world, appliance),
    instances: instances.flatMap(({ id }) => instanceFacts(world, id)),
    answers: isUp(world, appliance),
  };
}
