/** EC2's protection of an image against its deregistration, as a person switches it. */
import type {
  DisableImageDeregistrationProtectionRequest,
  EnableImageDeregistrationProtectionRequest,
} from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { switchOff, switchOn } from '../faults/switch.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';

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
