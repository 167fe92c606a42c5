/** Tags between our maps and the SDK's lists. */
import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { refusal } from '../aws-error.ts';
import type { Tags } from '../filters.ts';

export const tagList = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const tagMap = (tags: readonly Tag[] | undefined): Tags =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));

/** The tags that a creating request gives to one type of resource. */
export function tagsFor(type: string, specifications: readonly TagSpecification[] | undefined): Tags {
  const given = (specifications ?? []).filter(({ ResourceType }) => ResourceType === type);
  return Object.assign({}, ...given.map(({ Tags }) => tagMap(Tags)));
}

export function onlyTypes(specifications: readonly TagSpecification[] | undefined, allowed: string[]): void {
  const odd = (specifications ?? []).find(({ ResourceType }) => !allowed.includes(String(ResourceType)));
  if (!odd) return;
  const message = `'${odd.ResourceType}' is not a valid taggable resource type for this operation.`;
  throw refusal('InvalidParameterValue', { message });
}
