/** DescribeInstanceCreditSpecifications: refuses an instance whose type has no CPU credits. */
import type {
  DescribeInstanceCreditSpecificationsRequest,
  DescribeInstanceCreditSpecificationsResult,
} from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import type { World } from '../world.ts';
import { hasCredits } from './fitness.ts';
import { target } from './lookup.ts';

export function describeInstanceCreditSpecifications(
  world: World,
  input: DescribeInstanceCreditSpecificationsRequest,
): DescribeInstanceCreditSpecificationsResult {
  const known = ['InstanceIds', 'DryRun'];
  onlyKnows(input, { what: 'DescribeInstanceCreditSpecifications parameter', known });
  const found = (input.InstanceIds ?? []).map((id) => target(world, world.ec2.instances, { id, prefix: 'i-' }));
  const without = found.find(({ type }) => !hasCredits(type));
  if (without) {
    const message = `The instance ID '${without.id}' does not support CPU credits`;
    throw refusal('InvalidParameterCombination', { message });
  }
  // T2 begins with standard credits, and every later family with unlimited ones.
  const InstanceCreditSpecifications = found.map(({ id, type, attributes }) => ({
    InstanceId: id,
    CpuCredits: attributes.CreditSpecification?.CpuCredits ?? (type.startsWith('t2.') ? 'standard' : 'unlimited'),
  }));
  return { InstanceCreditSpecifications };
}
