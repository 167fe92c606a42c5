/** DescribeRouteTables. A route whose target cannot forward is a blackhole; it keeps the id of its target. */
import type { DescribeRouteTablesRequest, DescribeRouteTablesResult, Route } from '@aws-sdk/client-ec2';
import { destinationParameter } from '../../../shared/aws/route-destination.ts';
import { destinationFamily } from '../../../shared/domain/traffic/destination.ts';
import { onlyKnows } from '../aws-error.ts';
import { truth } from '../consistency.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { RouteRecord, RouteTableRecord } from './route-records.ts';
import { tagList } from './tag-list.ts';

/** Of an interface that is gone no instance is known; of one whose instance is not running, the route is dead. */
export function forwarderOf(
  world: World,
  networkInterfaceId: string,
): { instanceId?: string | undefined; blackhole: boolean } {
  const instanceId = truth(world.ec2.networkInterfaces, networkInterfaceId)?.instanceId;
  const state = instanceId && truth(world.ec2.instances, instanceId)?.state;
  return { instanceId, blackhole: state !== 'running' && state !== 'pending' };
}

function presentRoute(world: World, { destination, target }: RouteRecord): Route {
  const Origin = target.kind === 'local' ? 'CreateRouteTable' : 'CreateRoute';
  const common = { ...destinationParameter(destination), Origin, State: 'active' } as const;
  if (target.kind !== 'network-interface') return { ...common, GatewayId: target.id };
  const { instanceId, blackhole } = forwarderOf(world, target.id);
  return {
    ...common,
    NetworkInterfaceId: target.id,
    ...(instanceId && { InstanceId: instanceId, InstanceOwnerId: world.accountId }),
    State: blackhole ? 'blackhole' : 'active',
  };
}

const FILTERS: Filterable<RouteTableRecord> = {
  'route-table-id': ({ id }) => id,
  'vpc-id': ({ vpcId }) => vpcId,
  'route.destination-cidr-block': ({ routes }) =>
    routes.map(({ destination }) => destination).filter((each) => destinationFamily(each) === 'ipv4'),
};

export function describeRouteTables(world: World, input: DescribeRouteTablesRequest): DescribeRouteTablesResult {
  const known = ['RouteTableIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  onlyKnows(input, { what: 'DescribeRouteTables parameter', known });
  const seen = select(world, world.ec2.routeTables, { ids: input.RouteTableIds, prefix: 'rtb-' });
  const found = applyFilters(seen, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const RouteTables = items.map(({ id, vpcId, routes, tags, gatewayId }) => ({
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: world.accountId,
    Associations: gatewayId ? [{ RouteTableId: id, GatewayId: gatewayId, Main: false }] : [],
    PropagatingVgws: [],
    Routes: routes.map((route) => presentRoute(world, route)),
    Tags: tagList(tags),
  }));
  return { RouteTables, NextToken };
}
