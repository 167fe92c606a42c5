/** AllocateAddress and ReleaseAddress: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReleaseAddress.html */
import type { AllocateAddressRequest, AllocateAddressResult, ReleaseAddressRequest } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import { missingParameter, target } from './lookup.ts';
import { onlyTypes, tagsFor } from './tag-list.ts';

/** Of the range for documentation that no story gives to an appliance. */
const freeIp = ({ ec2 }: World): string => `192.0.2.${10 + ec2.addresses.size}`;

export function allocateAddress(world: World, input: AllocateAddressRequest): AllocateAddressResult {
  onlyKnows(input, { what: 'AllocateAddress parameter', known: ['Domain', 'TagSpecifications', 'DryRun'] });
  onlyTypes(input.TagSpecifications, ['elastic-ip']);
  const value = {
    id: newId(world, 'eipalloc'),
    publicIp: freeIp(world),
    tags: tagsFor('elastic-ip', input.TagSpecifications),
  };
  write(world, world.ec2.addresses, { id: value.id, value, lagMs: drawLagMs(world) });
  world.changed(`address ${value.publicIp} allocated`);
  return { AllocationId: value.id, PublicIp: value.publicIp, Domain: 'vpc' };
}

export function releaseAddress(world: World, input: ReleaseAddressRequest): object {
  onlyKnows(input, { what: 'ReleaseAddress parameter', known: ['AllocationId', 'DryRun'] });
  if (!input.AllocationId) throw missingParameter('AllocationId');
  const address = target(world, world.ec2.addresses, { id: input.AllocationId, prefix: 'eipalloc-' });
  if (address.associationId !== undefined) {
    throw refusal('InvalidIPAddress.InUse', { message: `The address '${address.publicIp}' is in use.` });
  }
  write(world, world.ec2.addresses, { id: address.id, value: undefined, lagMs: drawLagMs(world) });
  world.changed(`address ${address.publicIp} released`);
  return {};
}
