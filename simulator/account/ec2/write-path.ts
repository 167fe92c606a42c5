/**
 * EC2's write path need not agree with its reads: AssociateAddress is refused as pending although DescribeInstances said
 * `running` (terraform-provider-aws #21228, "sporadic"). How often and for how long is not published; both are assumed.
 */
import type { InstanceStateName } from '@aws-sdk/client-ec2';
import { shortHash } from '../../../shared/domain/hash.ts';
import { type AwsError, refusal } from '../aws-error.ts';
import { activeFaults } from '../faults/active.ts';
import type { World } from '../world.ts';
import { machineOf } from './machines.ts';
import type { InstanceRecord } from './state.ts';

/** Assumed: one instance in ten, for at most four seconds. */
export const WRITE_LAG = { share: 0.1, maxMs: 4_000 };

export const TAKES_ADDRESS: InstanceStateName[] = ['running', 'stopping', 'stopped'];

/** From the id, which is drawn from the seed: the lag of one instance moves no other draw of the story. */
function drawnLagMs(world: World, { id }: InstanceRecord): number {
  const draw = Number.parseInt(shortHash(`writes of ${id}`), 36) / 2 ** 32;
  const lagMs = draw < WRITE_LAG.share ? (draw / WRITE_LAG.share) * WRITE_LAG.maxMs : 0;
  return lagMs * world.ec2.settings.consistency.lagFactor;
}

/** The state in which AssociateAddress sees the instance; reads may have said `running` for seconds. */
export function stateForWrites(world: World, instance: InstanceRecord): InstanceStateName {
  if (instance.state !== 'running') return instance.state;
  const faultMs = Math.max(0, ...activeFaults(world, 'writes-lag').map(({ seconds }) => seconds * 1000));
  const lagMs = Math.max(faultMs, drawnLagMs(world, instance));
  return world.clock.nowMs() < machineOf(world, instance.id).runningFromMs + lagMs ? 'pending' : 'running';
}

/** By instance: terraform-provider-aws PR 3072, grunt-ec2 #15; `terminated`: cloudposse/terraform-aws-ec2-instance #95. */
export const addressRefusedByInstance = ({ id, state }: { id: string; state: string }): AwsError =>
  refusal('InvalidInstanceID', {
    message: `The ${state} instance '${id}' is not in a valid state for this operation.`,
  });

/** By network interface: PaloAltoNetworks/terraform-aws-vmseries-modules #97, hashicorp/terraform #6189. */
export const addressRefusedByInterface = ({ id, state }: { id: string; state: string }): AwsError =>
  refusal('IncorrectInstanceState', {
    message: `The ${state === 'pending' ? 'pending-instance-creation' : state} instance to which '${id}' is attached is not in a valid state for this operation`,
  });
