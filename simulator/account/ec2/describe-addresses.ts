/** DescribeAddresses: never paginated. */
import type { Address, DescribeAddressesRequest, DescribeAddressesResult } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { visible } from '../consistency.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import type { AddressRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const holderOf = (world: World, { networkInterfaceId }: AddressRecord) =>
  networkInterfaceId === undefined ? undefined : visible(world, world.ec2.networkInterfaces, networkInterfaceId);

function present(world: World, address: AddressRecord): Address {
  const holder = holderOf(world, address);
  return {
    AllocationId: address.id,
    PublicIp: address.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: world.region,
    Tags: tagList(address.tags),
    ...(address.associationId && {
      AssociationId: address.associationId,
      NetworkInterfaceId: address.networkInterfaceId,
      NetworkInterfaceOwnerId: world.accountId,
      InstanceId: holder?.instanceId,
      PrivateIpAddress: holder?.privateIp,
    }),
  };
}

const filtersIn = (world: World): Filterable<AddressRecord> => ({
  'allocation-id': ({ id }) => id,
  'association-id': ({ associationId }) => associationId,
  'public-ip': ({ publicIp }) => publicIp,
  'network-interface-id': ({ networkInterfaceId }) => networkInterfaceId,
  'instance-id': (address) => holderOf(world, address)?.instanceId,
  domain: () => 'vpc',
});

const KNOWN = ['AllocationIds', 'PublicIps', 'Filters', 'DryRun'];

export function describeAddresses(world: World, input: DescribeAddressesRequest): DescribeAddressesResult {
  onlyKnows(input, { what: 'DescribeAddresses parameter', known: KNOWN });
  const { PublicIps, AllocationIds, Filters } = input;
  const seen = select(world, world.ec2.addresses, { ids: AllocationIds, prefix: 'eipalloc-' });
  const missing = PublicIps?.find((ip) => !seen.some(({ publicIp }) => publicIp === ip));
  if (missing) throw refusal('InvalidAddress.NotFound', { message: `Address '${missing}' not found.` });
  const asked = PublicIps?.length ? seen.filter(({ publicIp }) => PublicIps.includes(publicIp)) : seen;
  const found = applyFilters(asked, { filters: Filters, known: filtersIn(world) });
  return { Addresses: found.map((address) => present(world, address)) };
}
