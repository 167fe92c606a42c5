/** AssociateAddress and DisassociateAddress: an address has one holder, and a network interface one address. */
import type { AssociateAddressRequest, AssociateAddressResult, DisassociateAddressRequest } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { allTrue, drawLagMs, truth, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import { missingParameter, target } from './lookup.ts';
import type { AddressRecord, InstanceRecord, NetworkInterfaceRecord } from './state.ts';
import { addressRefusedByInstance, addressRefusedByInterface, stateForWrites, TAKES_ADDRESS } from './write-path.ts';
import { borderGroupOf, otherBorderGroup } from './zones.ts';

function instanceTarget(world: World, id: string): InstanceRecord {
  const instance = target(world, world.ec2.instances, { id, prefix: 'i-' });
  const state = stateForWrites(world, instance);
  if (!TAKES_ADDRESS.includes(state)) throw addressRefusedByInstance({ id, state });
  if (instance.networkInterfaceIds.length === 1) return instance;
  const message = `There are multiple interfaces attached to instance '${id}'. Please specify an interface ID`;
  throw refusal('InvalidInstanceID', { message });
}

function refuseUnready(world: World, { id, instanceId }: NetworkInterfaceRecord): void {
  const instance = instanceId && truth(world.ec2.instances, instanceId);
  if (!instance) return;
  const state = stateForWrites(world, instance);
  if (!TAKES_ADDRESS.includes(state)) throw addressRefusedByInterface({ id, state });
}

/** By instance or by network interface; a pending instance cannot be given an address either way. */
function newHolder(world: World, { InstanceId, NetworkInterfaceId }: AssociateAddressRequest): NetworkInterfaceRecord {
  const id = NetworkInterfaceId ?? (InstanceId && instanceTarget(world, InstanceId).networkInterfaceIds[0]);
  if (!id) throw missingParameter('InstanceId or NetworkInterfaceId');
  const item = target(world, world.ec2.networkInterfaces, { id, prefix: 'eni-' });
  if (NetworkInterfaceId) refuseUnready(world, item);
  return item;
}

function refuseIfHeld(
  address: AddressRecord,
  { other, id, forced }: { other: AddressRecord | undefined; id: string; forced: boolean },
): void {
  if (forced) return;
  const held = address.networkInterfaceId !== undefined && address.networkInterfaceId !== id;
  if (!held && !other) return;
  const message = held
    ? `resource ${address.id} is already associated with associate-id ${address.associationId}`
    : `resource ${id} is already associated with associate-id ${other?.associationId}`;
  throw refusal('Resource.AlreadyAssociated', { message });
}

/** "An Elastic IP address is associated with the primary private IPv4 address": there is none. Code and sentence are assumed. */
const withoutIpv4 = (id: string): Error =>
  refusal('InvalidParameterCombination', {
    message: `The network interface '${id}' does not have a private IPv4 address.`,
  });

/** In a VPC AWS re-associates by default; AllowReassociation=false makes it fail instead (aws-facts 3.3). */
export function associateAddress(world: World, input: AssociateAddressRequest): AssociateAddressResult {
  const known = ['AllocationId', 'InstanceId', 'NetworkInterfaceId', 'AllowReassociation', 'DryRun'];
  onlyKnows(input, { what: 'AssociateAddress parameter', known });
  if (!input.AllocationId) throw missingParameter('AllocationId');
  const address = target(world, world.ec2.addresses, { id: input.AllocationId, prefix: 'eipalloc-' });
  const { id, zone, subnetId } = newHolder(world, input);
  const group = borderGroupOf(world, zone);
  if (group !== world.region) throw otherBorderGroup({ id, group, ofAddress: world.region });
  if (truth(world.ec2.subnets, subnetId)?.ipv6Only) throw withoutIpv4(id);
  if (address.networkInterfaceId === id) return { AssociationId: address.associationId };
  const other = allTrue(world.ec2.addresses).find((each) => each.networkInterfaceId === id);
  refuseIfHeld(address, { other, id, forced: input.AllowReassociation ?? true });
  const lagMs = drawLagMs(world);
  if (other) release(world, other, { lagMs });
  const associationId = newId(world, 'eipassoc');
  write(world, world.ec2.addresses, {
    id: address.id,
    value: { ...address, associationId, networkInterfaceId: id },
    lagMs,
  });
  world.changed(`address ${address.publicIp} to ${id}`);
  return { AssociationId: associationId };
}

function release(world: World, address: AddressRecord, { lagMs }: { lagMs: number }): void {
  const value = { ...address, associationId: undefined, networkInterfaceId: undefined };
  write(world, world.ec2.addresses, { id: address.id, value, lagMs });
}

/** Names one exact association, so a repeated or late call cannot take the address from a newer holder. */
export function disassociateAddress(world: World, input: DisassociateAddressRequest): object {
  onlyKnows(input, { what: 'DisassociateAddress parameter', known: ['AssociationId', 'DryRun'] });
  const { AssociationId } = input;
  if (!AssociationId) throw missingParameter('AssociationId');
  const address = allTrue(world.ec2.addresses).find(({ associationId }) => associationId === AssociationId);
  if (!address) {
    const message = `The association ID '${AssociationId}' does not exist`;
    throw refusal('InvalidAssociationID.NotFound', { message });
  }
  release(world, address, { lagMs: drawLagMs(world) });
  world.changed(`address ${address.publicIp} released`);
  return {};
}
