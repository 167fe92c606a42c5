/** CreateSecurityGroup and RevokeSecurityGroupEgress. No packet is ever stopped on its way out; in, see `inside.ts`. */
import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  IpPermission,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupEgressResult,
} from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { allTrue, drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import { missingParameter, target } from './lookup.ts';
import { onlyTypes, tagList, tagsFor } from './tag-list.ts';

const CREATE = ['GroupName', 'Description', 'VpcId', 'TagSpecifications', 'DryRun'];

/** "By default, a security group includes an outbound rule that allows all outbound traffic." */
const EVERYTHING: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

const WELL_FORMED = /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

function refuseName(world: World, { name, vpcId }: { name: string; vpcId: string }): void {
  if (name === 'default') throw refusal('InvalidGroup.Reserved', { message: 'The name default is reserved' });
  if (!WELL_FORMED.test(name)) {
    throw refusal('InvalidParameterValue', { message: `Value (${name}) for parameter GroupName is invalid.` });
  }
  if (!allTrue(world.ec2.securityGroups).some((group) => group.vpcId === vpcId && group.name === name)) return;
  const message = `The security group '${name}' already exists for VPC '${vpcId}'`;
  throw refusal('InvalidGroup.Duplicate', { message });
}

export function createSecurityGroup(world: World, input: CreateSecurityGroupRequest): CreateSecurityGroupResult {
  onlyKnows(input, { what: 'CreateSecurityGroup parameter', known: CREATE });
  onlyTypes(input.TagSpecifications, ['security-group']);
  const { GroupName: name, Description: description, VpcId } = input;
  if (!name) throw missingParameter('groupName');
  if (!description) throw missingParameter('groupDescription');
  if (!VpcId) throw refusal('VPCIdNotSpecified', { message: 'No default VPC for this user' });
  const { id: vpcId } = target(world, world.ec2.vpcs, { id: VpcId, prefix: 'vpc-' });
  refuseName(world, { name, vpcId });
  const id = newId(world, 'sg');
  const tags = tagsFor('security-group', input.TagSpecifications);
  const value = { id, tags, vpcId, name, description, egress: [EVERYTHING], ingress: [] };
  write(world, world.ec2.securityGroups, { id, value, lagMs: drawLagMs(world) });
  world.changed(`${id} created`);
  return { GroupId: id, Tags: tagList(tags) };
}

export const unknownRules = (id: string): Error =>
  new NotSimulatedError(`the rules of ${id}, which was there before, are not simulated`);

/** One line for each protocol, port range and destination; an entry of a request may name many. */
const rulesIn = (permissions: readonly IpPermission[]): string[] =>
  permissions.flatMap(({ IpProtocol, FromPort, ToPort, IpRanges, ...others }) => {
    const kinds = Object.values(others).filter((value) => Array.isArray(value) && value.length > 0);
    if (kinds.length > 0) throw new NotSimulatedError('the simulator knows rules with IpRanges only');
    const ports = IpProtocol === '-1' ? '' : `${FromPort}-${ToPort}`;
    return (IpRanges ?? []).map(({ CidrIp }) => `${IpProtocol} ${ports} ${CidrIp}`);
  });

/** In a VPC that is not the default one a rule that is not there is an error, and then none is revoked. */
export function revokeSecurityGroupEgress(
  world: World,
  input: RevokeSecurityGroupEgressRequest,
): RevokeSecurityGroupEgressResult {
  onlyKnows(input, { what: 'RevokeSecurityGroupEgress parameter', known: ['GroupId', 'IpPermissions', 'DryRun'] });
  if (!input.GroupId) throw missingParameter('groupId');
  const { securityGroups } = world.ec2;
  const group = target(world, securityGroups, { id: input.GroupId, prefix: 'sg-' });
  const { egress } = group;
  if (!egress) throw unknownRules(group.id);
  const doomed = rulesIn(input.IpPermissions ?? []);
  if (doomed.length === 0) throw missingParameter('ipPermissions');
  if (doomed.some((rule) => !rulesIn(egress).includes(rule))) {
    const message = 'The specified rule does not exist in this security group.';
    throw refusal('InvalidPermission.NotFound', { message });
  }
  const left = egress.filter((permission) => !rulesIn([permission]).every((rule) => doomed.includes(rule)));
  write(world, securityGroups, { id: group.id, value: { ...group, egress: left }, lagMs: drawLagMs(world) });
  world.changed(`egress of ${group.id}`);
  return { Return: true };
}
