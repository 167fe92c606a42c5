/** DescribeInstanceAttribute, for the two attributes that DescribeInstances does not show and the product needs. */
import type { DescribeInstanceAttributeRequest, InstanceAttribute } from '@aws-sdk/client-ec2';
import { NotSimulatedError } from '../aws-error.ts';
import type { World } from '../world.ts';
import { refuseUnreadable } from './describe-instances.ts';
import { missingParameter, target } from './lookup.ts';

export function describeInstanceAttribute(world: World, input: DescribeInstanceAttributeRequest): InstanceAttribute {
  const id = input.InstanceId;
  if (!id) throw missingParameter('instanceId');
  // aws-facts 3.2 names DescribeInstances alone; this read of the same records is taken to fail with it.
  refuseUnreadable(world, [id]);
  const instance = target(world, world.ec2.instances, { id, prefix: 'i-' });
  if (input.Attribute === 'userData') return { InstanceId: id, UserData: { Value: instance.userData } };
  if (input.Attribute === 'disableApiStop')
    return { InstanceId: id, DisableApiStop: { Value: instance.disableApiStop } };
  throw new NotSimulatedError(`the simulator does not know the instance attribute ${input.Attribute}`);
}
