/** DescribeVpcs and DescribeSubnets. */

import type {
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
} from '@aws-sdk/client-ec2';
import { partitionOf } from '../../../shared/domain/partition.ts';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { SubnetRecord, VpcRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const VPC_FILTERS: Filterable<VpcRecord> = {
  'vpc-id': ({ id }) => id,
  cidr: ({ cidr }) => cidr,
  'is-default': () => 'false',
  state: () => 'available',
};

export function describeVpcs(world: World, input: DescribeVpcsRequest): DescribeVpcsResult {
  onlyKnows(input, {
    what: 'DescribeVpcs parameter',
    known: ['VpcIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'],
  });
  const seen = select(world, world.ec2.vpcs, { ids: input.VpcIds, prefix: 'vpc-' });
  const found = applyFilters(seen, { filters: input.Filters, known: VPC_FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const Vpcs = items.map(({ id, cidr, tags }) => ({
    VpcId: id,
    CidrBlock: cidr,
    State: 'available' as const,
    IsDefault: false,
    OwnerId: world.accountId,
    Tags: tagList(tags),
  }));
  return { Vpcs, NextToken };
}

const SUBNET_FILTERS: Filterable<SubnetRecord> = {
  'subnet-id': ({ id }) => id,
  'vpc-id': ({ vpcId }) => vpcId,
  'availability-zone': ({ zone }) => zone,
  'cidr-block': ({ cidr }) => cidr,
  state: () => 'available',
};

export function describeSubnets(world: World, input: DescribeSubnetsRequest): DescribeSubnetsResult {
  const known = ['SubnetIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  onlyKnows(input, { what: 'DescribeSubnets parameter', known });
  const seen = select(world, world.ec2.subnets, { ids: input.SubnetIds, prefix: 'subnet-' });
  const found = applyFilters(seen, { filters: input.Filters, known: SUBNET_FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const Subnets = items.map((subnet) => ({
    SubnetId: subnet.id,
    SubnetArn: `arn:${partitionOf(world.region).name}:ec2:${world.region}:${world.accountId}:subnet/${subnet.id}`,
    VpcId: subnet.vpcId,
    AvailabilityZone: subnet.zone,
    CidrBlock: subnet.cidr,
    AvailableIpAddressCount: subnet.ipv6Only ? 0 : subnet.freeAddresses,
    ...(subnet.ipv6Only && { Ipv6Native: true }),
    MapPublicIpOnLaunch: false,
    State: 'available' as const,
    OwnerId: subnet.ownerId ?? world.accountId,
    Tags: tagList(subnet.tags),
  }));
  return { Subnets, NextToken };
}
