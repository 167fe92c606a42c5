/**
 * An Auto Scaling group of one over two zones, as the appliance's vendor sets it up: EC2's status checks, a grace period
 * of 1200 s. Wherever AWS says nothing the group gets the better case, because it is not ours:
 *
 * - It replaces the instance the moment EC2 calls it impaired. "If its status for the status checks becomes impaired,
 *   Amazon EC2 Auto Scaling considers the instance to be unhealthy and replaces it"; how often it looks is not said.
 *   https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html
 * - It terminates, and launches "while the instance is terminating".
 *   https://docs.aws.amazon.com/autoscaling/ec2/userguide/replace-unhealthy-instance.html
 * - The grace period keeps "a new instance in service": one that has served for months has none left, so that it costs
 *   this failure nothing. A replacement that did not boot would be left alone for those 1200 s.
 *   https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html
 * - In a lost zone it is taken to notice as soon as a status check would have.
 * - The address, and the routes, which the vendor's template leaves where they are, are moved by the new instance
 *   itself, as if its user data ran when EC2 says `running`. It cannot run so early.
 */
import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import {
  type Failed,
  findSubnet,
  type Kitchen,
  launch,
  move,
  tagAndGroup,
  tokenAt,
  typed,
  waitUntilRunning,
} from './recipe.ts';

/** A group hears from EC2 without asking; a second is as good. */
const LOOK_MS = 1_000;

export async function replaceInGroup({ clients, clock, appliance }: Kitchen, failed: Failed): Promise<void> {
  await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [failed.instanceId] }));
  const { subnetId, vpcId } = await findSubnet(clients, appliance, failed.zone);
  const at = { subnetId, type: failed.type, token: tokenAt(clock) };
  const replacement = await typed(clock, () => launch(clients, appliance, at));
  await typed(clock, () => waitUntilRunning(clients, clock, { instanceId: replacement.InstanceId, everyMs: LOOK_MS }));
  await typed(clock, () => tagAndGroup(clients, appliance, { replacement, vpcId }));
  await typed(clock, () => move(clients, appliance, { replacement, vpcId }));
}
