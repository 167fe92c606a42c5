/** EC2's protections, as a person switches them: against the stop of an instance and the deregistration of an image. */
import type {
  DisableImageDeregistrationProtectionRequest,
  EnableImageDeregistrationProtectionRequest,
  ModifyInstanceAttributeRequest,
} from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { drawLagMs, write } from '../consistency.ts';
import { switchOff, switchOn } from '../faults/switch.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';

export function modifyInstanceAttribute(world: World, input: ModifyInstanceAttributeRequest): object {
  onlyKnows(input, { what: 'ModifyInstanceAttribute parameter', known: ['InstanceId', 'DisableApiStop', 'DryRun'] });
  const { InstanceId, DisableApiStop } = input;
  if (!InstanceId) throw missingParameter('instanceId');
  if (DisableApiStop?.Value === undefined) throw missingParameter('DisableApiStop');
  const instance = target(world, world.ec2.instances, { id: InstanceId, prefix: 'i-' });
  const value = { ...instance, disableApiStop: DisableApiStop.Value };
  write(world, world.ec2.instances, { id: InstanceId, value, lagMs: drawLagMs(world) });
  world.changed(`${InstanceId} stop protection ${DisableApiStop.Value}`);
  return {};
}

function imageOf(world: World, imageId: string | undefined): string {
  if (!imageId) throw missingParameter('ImageId');
  return target(world, world.ec2.images, { id: imageId, prefix: 'ami-' }).id;
}

export function enableImageDeregistrationProtection(
  world: World,
  input: EnableImageDeregistrationProtectionRequest,
): object {
  const known = ['ImageId', 'WithCooldown', 'DryRun'];
  onlyKnows(input, { what: 'EnableImageDeregistrationProtection parameter', known });
  switchOn(world, { kind: 'image-protected', imageId: imageOf(world, input.ImageId) });
  return { Return: 'true' };
}

/** At once, because no cool-down was asked for. */
export function disableImageDeregistrationProtection(
  world: World,
  input: DisableImageDeregistrationProtectionRequest,
): object {
  onlyKnows(input, { what: 'DisableImageDeregistrationProtection parameter', known: ['ImageId', 'DryRun'] });
  switchOff(world, { kind: 'image-protected', imageId: imageOf(world, input.ImageId) });
  return { Return: 'true' };
}
