/**
 * A service control policy of the organization that is about a tag, as AWS's examples have it: it requires the tag on new
 * instances and volumes, or keeps everybody from setting it. No identity policy outweighs it.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_tagging.html
 */
import type { RunInstancesRequest, TagSpecification } from '@aws-sdk/client-ec2';
import { type AwsError, deniedByServiceControl } from '../aws-error.ts';
import { merge } from '../ec2/launch-parameters.ts';
import { activeFaults } from '../faults/active.ts';
import { callingPrincipal } from '../principal.ts';
import type { Call, World } from '../world.ts';
import { arnOf } from './resource-context.ts';

/** With the tags of the launch template; what is not there is refused by the call itself. */
function specificationsOf(world: World, { action, input }: Pick<Call, 'action' | 'input'>): TagSpecification[] {
  if (action !== 'RunInstances') return (input as { TagSpecifications?: TagSpecification[] }).TagSpecifications ?? [];
  try {
    return merge(world, input as Partial<RunInstancesRequest> as RunInstancesRequest).TagSpecifications ?? [];
  } catch {
    return (input as Partial<RunInstancesRequest>).TagSpecifications ?? [];
  }
}

const carries = (specifications: TagSpecification[], kind: string, key: string): boolean =>
  specifications.some(({ ResourceType, Tags = [] }) => ResourceType === kind && Tags.some(({ Key }) => Key === key));

export function deniedByTagPolicy(world: World, call: Pick<Call, 'action' | 'input'>): AwsError | undefined {
  const policies = activeFaults(world, 'tag-policy');
  if (policies.length === 0) return undefined;
  const specifications = specificationsOf(world, call);
  for (const { key, says } of policies) {
    const kinds = call.action === 'RunInstances' ? ['instance', 'volume'] : [];
    const missing = says === 'required' ? kinds.find((kind) => !carries(specifications, kind, key)) : undefined;
    const set = specifications.find(({ ResourceType }) => carries(specifications, ResourceType ?? '', key));
    const kind = missing ?? (says === 'denied' ? set?.ResourceType : undefined);
    if (kind === undefined) continue;
    const resource = arnOf(world, { kind, id: '*' });
    const action = `ec2:${says === 'denied' ? 'CreateTags' : call.action}`;
    return deniedByServiceControl({ principal: callingPrincipal(world), action, resource });
  }
  return undefined;
}
