/** DescribeInstances, which a zone without power takes down: for ids there, and for every call without ids. */
import type { DescribeInstancesRequest, DescribeInstancesResult } from '@aws-sdk/client-ec2';
import { onlyKnows, serverFault } from '../aws-error.ts';
import { truth, visible } from '../consistency.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { anyZoneLost, lostZone } from './conditions.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import { addressOn, presentInstance } from './present-instance.ts';
import type { InstanceRecord } from './state.ts';

/** Throws as EC2 does while a zone is lost (aws-facts 3.2). */
export function refuseUnreadable(world: World, ids: readonly string[] | undefined): void {
  if (!anyZoneLost(world)) return;
  if (!ids?.length)
    throw serverFault('Unavailable', { message: 'The server is overloaded and cannot handle the request.' });
  const dark = ids.some((id) => lostZone(world, truth(world.ec2.instances, id)?.zone ?? ''));
  if (dark) throw serverFault('InternalError', { message: 'An internal error has occurred' });
}

const filtersIn = (world: World): Filterable<InstanceRecord> => ({
  'instance-id': ({ id }) => id,
  'instance-state-name': ({ state }) => state,
  'instance-type': ({ type }) => type,
  'image-id': ({ imageId }) => imageId,
  'vpc-id': ({ vpcId }) => vpcId,
  'subnet-id': ({ subnetId }) => subnetId,
  'availability-zone': ({ zone }) => zone,
  'client-token': ({ clientToken }) => clientToken,
  'network-interface.network-interface-id': ({ networkInterfaceIds }) => networkInterfaceIds,
  'ip-address': ({ networkInterfaceIds }) => networkInterfaceIds.flatMap((id) => addressOn(world, id)?.publicIp ?? []),
  'private-ip-address': ({ networkInterfaceIds }) =>
    networkInterfaceIds.flatMap((id) => visible(world, world.ec2.networkInterfaces, id)?.privateIp ?? []),
});

const KNOWN = ['InstanceIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];

export function describeInstances(world: World, input: DescribeInstancesRequest): DescribeInstancesResult {
  onlyKnows(input, { what: 'DescribeInstances parameter', known: KNOWN });
  refuseUnreadable(world, input.InstanceIds);
  const seen = select(world, world.ec2.instances, { ids: input.InstanceIds, prefix: 'i-' });
  const found = applyFilters(seen, { filters: input.Filters, known: filtersIn(world) });
  const excludedBy = input.InstanceIds?.length ? 'instancesSet' : undefined;
  const { items, NextToken } = paginate(world, found, { request: input, rules: { excludedBy } });
  const Reservations = items.map((instance) => ({
    ReservationId: instance.reservationId,
    OwnerId: world.accountId,
    Groups: [],
    Instances: [presentInstance(world, instance)],
  }));
  return { Reservations, NextToken };
}
