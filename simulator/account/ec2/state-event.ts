/**
 * What EC2 tells EventBridge when an instance changes its state: its id and the state, and nothing else.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
 */
import { partitionOf } from '../../../shared/domain/partition.ts';
import type { World } from '../world.ts';
import type { InstanceRecord } from './state.ts';

export function tellState(
  { emit, region, accountId }: World,
  { id, state }: Pick<InstanceRecord, 'id' | 'state'>,
): void {
  emit({
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    resources: [`arn:${partitionOf(region).name}:ec2:${region}:${accountId}:instance/${id}`],
    detail: { 'instance-id': id, state },
  });
}
