/** CreateTags, DeleteTags and DescribeTags: tags are part of the resource that carries them. */
import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  Filter,
} from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { allVisible, drawLagMs, truth, visible, write } from '../consistency.ts';
import { applyFilters, type Filterable, type Tags } from '../filters.ts';
import type { World } from '../world.ts';
import { KINDS, type Kind, kindOf, missingParameter } from './lookup.ts';
import { paginate } from './paging.ts';
import { tagMap } from './tag-list.ts';

function taggable(world: World, id: string) {
  const kind = kindOf(id);
  if (!kind) throw refusal('InvalidID', { message: `The ID '${id}' is not valid` });
  const table = kind.table(world.ec2);
  const resource = truth(table, id);
  // A resource that reads do not show yet cannot be tagged yet: aws-facts 2.3, cloudposse #16.
  if (!resource || !visible(world, table, id)) {
    throw refusal(kind.missing, { message: `The ${kind.noun} '${id}' does not exist` });
  }
  return { table, resource };
}

function retag(world: World, { ids, change }: { ids: string[]; change: (tags: Tags) => Tags }): void {
  // All or nothing: every id is checked before the first is changed.
  const found = ids.map((id) => ({ id, ...taggable(world, id) }));
  const lagMs = drawLagMs(world);
  for (const { id, table, resource } of found) {
    write(world, table, { id, value: { ...resource, tags: change(resource.tags) }, lagMs });
  }
  world.changed(`tags of ${ids.join(', ')}`);
}

export function createTags(world: World, input: CreateTagsRequest): object {
  if (!input.Resources?.length) throw missingParameter('resourceIdSet');
  if (!input.Tags?.length) throw missingParameter('tagSet');
  const added = tagMap(input.Tags);
  retag(world, { ids: input.Resources, change: (tags) => ({ ...tags, ...added }) });
  return {};
}

/** With a value, a tag is deleted only if it has that value; without, with any value; without tags, all of them. */
export function deleteTags(world: World, input: DeleteTagsRequest): object {
  if (!input.Resources?.length) throw missingParameter('resourceIdSet');
  const doomed = input.Tags;
  const goes = ([key, value]: [string, string]): boolean =>
    !doomed || doomed.some(({ Key, Value }) => Key === key && (Value === undefined || Value === value));
  const change = (tags: Tags): Tags => Object.fromEntries(Object.entries(tags).filter((entry) => !goes(entry)));
  retag(world, { ids: input.Resources, change });
  return {};
}

type TagRecord = { id: string; type: string; key: string; value: string; tags: Tags };

const FILTERS: Filterable<TagRecord> = {
  'resource-id': ({ id }) => id,
  'resource-type': ({ type }) => type,
  key: ({ key }) => key,
  value: ({ value }) => value,
};

const kinds = Object.values(KINDS).map(({ table, type }: Kind) => ({ table, type, tags: {} }));

/** Of the kinds that are asked for, so that the tags of two instances do not cost a walk through every volume. */
function allTags(world: World, filters: Filter[] | undefined): TagRecord[] {
  const wanted = filters?.filter(({ Name }) => Name === 'resource-type');
  const asked = applyFilters(kinds, { filters: wanted, known: { 'resource-type': ({ type }) => type } });
  return asked.flatMap(({ table, type }) =>
    allVisible(world, table(world.ec2)).flatMap(({ id, tags }) =>
      Object.entries(tags).map(([key, value]) => ({ id, type, key, value, tags: { [key]: value } })),
    ),
  );
}

export function describeTags(world: World, input: DescribeTagsRequest): DescribeTagsResult {
  onlyKnows(input, { what: 'DescribeTags parameter', known: ['Filters', 'MaxResults', 'NextToken', 'DryRun'] });
  const found = applyFilters(allTags(world, input.Filters), { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: {} });
  const Tags = items.map(({ id, type, key, value }) => ({
    ResourceId: id,
    ResourceType: type as 'instance',
    Key: key,
    Value: value,
  }));
  return { Tags, NextToken };
}
