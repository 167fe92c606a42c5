/** DescribeManagedPrefixLists. */
import type { DescribeManagedPrefixListsRequest, DescribeManagedPrefixListsResult } from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { PrefixListRecord } from './route-records.ts';
import { tagList } from './tag-list.ts';

const FILTERS: Filterable<PrefixListRecord> = { 'prefix-list-id': ({ id }) => id };

export function describeManagedPrefixLists(
  world: World,
  input: DescribeManagedPrefixListsRequest,
): DescribeManagedPrefixListsResult {
  const known = ['PrefixListIds', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  onlyKnows(input, { what: 'DescribeManagedPrefixLists parameter', known });
  const seen = select(world, world.ec2.prefixLists, { ids: input.PrefixListIds, prefix: 'pl-' });
  const found = applyFilters(seen, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const PrefixLists = items.map(({ id, maxEntries, tags }) => ({
    PrefixListId: id,
    AddressFamily: 'IPv4',
    State: 'create-complete' as const,
    MaxEntries: maxEntries,
    Tags: tagList(tags),
  }));
  return { PrefixLists, NextToken };
}
