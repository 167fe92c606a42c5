/** ModifyNetworkInterfaceAttribute: source/destination check or security groups, one attribute per call. */
import type { ModifyNetworkInterfaceAttributeRequest } from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, truth, visible, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter, notFound, target } from './lookup.ts';
import type { NetworkInterfaceRecord } from './state.ts';

function changeOf(world: World, input: ModifyNetworkInterfaceAttributeRequest): Partial<NetworkInterfaceRecord> {
  const { SourceDestCheck, Groups } = input;
  if (SourceDestCheck && Groups) {
    const message = 'Fields for multiple attribute types specified';
    throw refusal('InvalidParameterCombination', { message });
  }
  if (SourceDestCheck?.Value !== undefined) return { sourceDestCheck: SourceDestCheck.Value };
  if (!Groups?.length) throw missingParameter('an attribute to modify');
  const missing = Groups.filter((id) => !visible(world, world.ec2.securityGroups, id));
  if (missing.length > 0) throw notFound('sg-', missing);
  return { groupIds: [...Groups] };
}

export function modifyNetworkInterfaceAttribute(world: World, input: ModifyNetworkInterfaceAttributeRequest): object {
  const known = ['NetworkInterfaceId', 'SourceDestCheck', 'Groups', 'DryRun'];
  onlyKnows(input, { what: 'ModifyNetworkInterfaceAttribute parameter', known });
  const id = input.NetworkInterfaceId;
  if (!id) throw missingParameter('NetworkInterfaceId');
  const item = target(world, world.ec2.networkInterfaces, { id, prefix: 'eni-' });
  // EC2 changes one attribute of what is there, although a read still shows an older one.
  const value = { ...(truth(world.ec2.networkInterfaces, id) ?? item), ...changeOf(world, input) };
  write(world, world.ec2.networkInterfaces, { id, value, lagMs: drawLagMs(world) });
  world.changed(
    `${id} ${input.Groups ? 'security groups' : `source/dest check ${value.sourceDestCheck ? 'on' : 'off'}`}`,
  );
  return {};
}
