/** RunInstances is weighed on everything that the launch uses, also what stands in the launch template only. */

import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import { partitionOf } from '../../../shared/domain/partition.ts';
import { type Merged, merge } from '../ec2/launch-parameters.ts';
import { seenTemplate } from '../ec2/launch-templates.ts';
import type { World } from '../world.ts';
import { createdRequests } from './new-resources.ts';
import type { Request } from './policy.ts';
import { arnOf, type Context, resourceOf, subnetKeys } from './resource-context.ts';

const ACTION = 'ec2:RunInstances';

type Used = { merged: Merged; templateIds: string[] };

/** What is not there, or not as EC2 wants it, is refused by the launch itself and not by IAM. */
function usedBy(world: World, input: RunInstancesRequest): Used | undefined {
  try {
    const merged = merge(world, input);
    const templateIds = input.LaunchTemplate ? [seenTemplate(world, input.LaunchTemplate).id] : [];
    return { merged, templateIds };
  } catch (cause) {
    if (cause instanceof Error && 'httpStatusCode' in cause) return undefined;
    throw cause;
  }
}

function instanceContext({ InstanceType, IamInstanceProfile }: Merged, { accountId, region }: World): Context {
  const { Arn, Name } = IamInstanceProfile ?? {};
  const profile = Arn ?? (Name && `arn:${partitionOf(region).name}:iam::${accountId}:instance-profile/${Name}`);
  return {
    ...(InstanceType && { 'ec2:InstanceType': InstanceType }),
    ...(profile && { 'ec2:InstanceProfile': profile }),
  };
}

export function launchRequests(world: World, input: RunInstancesRequest): Request[] {
  const used = usedBy(world, input);
  if (!used) return [];
  const { merged, templateIds } = used;
  const [card] = merged.NetworkInterfaces ?? [];
  const subnetId = card?.SubnetId ?? merged.SubnetId;
  const groups = card ? card.Groups : merged.SecurityGroupIds;
  const ids = [merged.ImageId, subnetId, ...(groups ?? []), ...templateIds].flatMap((id) => id ?? []);
  const existing = ids.flatMap((id) => resourceOf(world, id) ?? []);
  const keys = merged.KeyName ? [{ arn: arnOf(world, { kind: 'key-pair', id: merged.KeyName }), context: {} }] : [];
  return [
    ...[...existing, ...keys].map(({ arn, context }) => ({ action: ACTION, resources: [arn], context })),
    ...createdRequests(
      world,
      { action: 'RunInstances', input: { ...merged } },
      {
        instance: instanceContext(merged, world),
        'network-interface': subnetId === undefined ? {} : subnetKeys(world, subnetId),
      },
    ),
  ];
}
