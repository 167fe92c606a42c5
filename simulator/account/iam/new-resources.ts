/** What a call makes carries the tags that it asks for; tags given at creation are weighed as CreateTags as well. */
import type { Call, World } from '../world.ts';
import type { Request } from './policy.ts';
import { arnOf, type Context } from './resource-context.ts';

type Tag = { Key?: string; Value?: string };
type Specification = { ResourceType?: string; Tags?: Tag[] };

/** The kinds of resource that an action makes, under an id that is not known yet. */
const MADE: Record<string, string[]> = {
  RunInstances: ['instance', 'volume', 'network-interface'],
  CreateLaunchTemplate: ['launch-template'],
  CreateImage: ['image', 'snapshot'],
  CreateSecurityGroup: ['security-group'],
};

function requestedTags(input: Record<string, unknown>, kind: string): Context | undefined {
  const specifications = (input as { TagSpecifications?: Specification[] }).TagSpecifications ?? [];
  const tags = specifications.filter(({ ResourceType }) => ResourceType === kind).flatMap(({ Tags }) => Tags ?? []);
  if (tags.length === 0) return undefined;
  return {
    'aws:TagKeys': tags.map(({ Key }) => String(Key)),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, String(Value)])),
  };
}

/** `of` says more of a kind, such as the type of an instance. */
export function createdRequests(
  world: World,
  { action, input }: Pick<Call, 'action' | 'input'>,
  of: Record<string, Context> = {},
): Request[] {
  return (MADE[action] ?? []).flatMap((kind) => {
    const arn = arnOf(world, { kind, id: '*' });
    const tags = requestedTags(input, kind);
    const made = { action: `ec2:${action}`, resources: [arn], context: { ...of[kind], ...tags } };
    const tagged = { 'ec2:CreateAction': action, ...tags };
    return tags ? [made, { action: 'ec2:CreateTags', resources: [arn], context: tagged }] : [made];
  });
}
