/** DescribeSecurityGroups; of rules it shows those of groups that were made in the story. */
import type { DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult } from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { SecurityGroupRecord } from './state.ts';
import { tagList } from './tag-list.ts';

const FILTERS: Filterable<SecurityGroupRecord> = {
  'group-id': ({ id }) => id,
  'group-name': ({ name }) => name,
  'vpc-id': ({ vpcId }) => vpcId,
};

export function describeSecurityGroups(
  world: World,
  input: DescribeSecurityGroupsRequest,
): DescribeSecurityGroupsResult {
  const known = ['GroupIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  if (input.GroupNames?.length) throw new NotSimulatedError('GroupNames work for a default VPC only: use a filter');
  onlyKnows(input, { what: 'DescribeSecurityGroups parameter', known });
  const seen = select(world, world.ec2.securityGroups, { ids: input.GroupIds, prefix: 'sg-' });
  const found = applyFilters(seen, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const SecurityGroups = items.map(({ id, name, description, vpcId, tags, egress, ingress }) => ({
    GroupId: id,
    GroupName: name,
    Description: description ?? name,
    VpcId: vpcId,
    OwnerId: world.accountId,
    Tags: tagList(tags),
    ...(egress && { IpPermissions: ingress ?? [], IpPermissionsEgress: egress }),
  }));
  return { SecurityGroups, NextToken };
}
