/** AuthorizeSecurityGroupIngress and RevokeSecurityGroupIngress, of rules whose source is another security group. */
import type {
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  IpPermission,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  UserIdGroupPair,
} from '@aws-sdk/client-ec2';
import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { drawLagMs, write } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter, target } from './lookup.ts';
import { unknownRules } from './security-groups.ts';
import type { SecurityGroupRecord } from './state.ts';

type Rule = Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'> & { pair: UserIdGroupPair };

/** An entry of a request may name many sources, and each of them is a rule. */
function rulesIn(permissions: readonly IpPermission[] | undefined): Rule[] {
  const rules = (permissions ?? []).flatMap(({ IpProtocol, FromPort, ToPort, UserIdGroupPairs, ...others }) => {
    const kinds = Object.values(others).filter((value) => Array.isArray(value) && value.length > 0);
    if (kinds.length > 0) throw new NotSimulatedError('the simulator lets in from security groups only');
    return (UserIdGroupPairs ?? []).map((pair) => ({ IpProtocol, FromPort, ToPort, pair }));
  });
  if (rules.length === 0) throw missingParameter('ipPermissions');
  return rules;
}

/** A rule is what it lets in from where: its description makes no other rule of it. */
const isSame = (one: Rule, other: Rule): boolean =>
  one.IpProtocol === other.IpProtocol &&
  one.FromPort === other.FromPort &&
  one.ToPort === other.ToPort &&
  one.pair.GroupId === other.pair.GroupId;

/** EC2 shows all sources of one protocol and port range together. */
function shown(rules: Rule[]): IpPermission[] {
  const byPorts = Map.groupBy(rules, ({ IpProtocol, FromPort, ToPort }) => `${IpProtocol} ${FromPort}-${ToPort}`);
  return [...byPorts.values()].map((same) => ({
    ...{ IpProtocol: same[0]?.IpProtocol, FromPort: same[0]?.FromPort, ToPort: same[0]?.ToPort },
    ...{ IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] },
    UserIdGroupPairs: same.map(({ pair }) => pair),
  }));
}

function groupOf(world: World, GroupId: string | undefined): SecurityGroupRecord & { ingress: IpPermission[] } {
  if (!GroupId) throw missingParameter('groupId');
  const group = target(world, world.ec2.securityGroups, { id: GroupId, prefix: 'sg-' });
  if (!group.ingress) throw unknownRules(group.id);
  return { ...group, ingress: group.ingress };
}

const pastRules = (ingress: IpPermission[]): Rule[] => (ingress.length === 0 ? [] : rulesIn(ingress));

function setIngress(world: World, group: SecurityGroupRecord, rules: Rule[]): void {
  const value = { ...group, ingress: shown(rules) };
  write(world, world.ec2.securityGroups, { id: group.id, value, lagMs: drawLagMs(world) });
  world.changed(`ingress of ${group.id}`);
}

export function authorizeSecurityGroupIngress(
  world: World,
  input: AuthorizeSecurityGroupIngressRequest,
): AuthorizeSecurityGroupIngressResult {
  const known = ['GroupId', 'IpPermissions', 'DryRun'];
  onlyKnows(input, { what: 'AuthorizeSecurityGroupIngress parameter', known });
  const group = groupOf(world, input.GroupId);
  const rules = pastRules(group.ingress);
  const wanted = rulesIn(input.IpPermissions).map((rule) => {
    const { id } = target(world, world.ec2.securityGroups, { id: rule.pair.GroupId ?? '', prefix: 'sg-' });
    return { ...rule, pair: { ...rule.pair, GroupId: id, UserId: world.accountId } };
  });
  const twice = wanted.find((rule) => rules.some((other) => isSame(rule, other)));
  if (twice) {
    const { IpProtocol, FromPort, ToPort, pair } = twice;
    const what = `peer: ${pair.GroupId}, ${IpProtocol}, from port: ${FromPort}, to port: ${ToPort}, ALLOW`;
    throw refusal('InvalidPermission.Duplicate', { message: `the specified rule "${what}" already exists` });
  }
  setIngress(world, group, [...rules, ...wanted]);
  return { Return: true };
}

/** As with outbound rules: in a VPC that is not the default one a rule that is not there is an error, and then none goes. */
export function revokeSecurityGroupIngress(
  world: World,
  input: RevokeSecurityGroupIngressRequest,
): RevokeSecurityGroupIngressResult {
  onlyKnows(input, { what: 'RevokeSecurityGroupIngress parameter', known: ['GroupId', 'IpPermissions', 'DryRun'] });
  const group = groupOf(world, input.GroupId);
  const rules = pastRules(group.ingress);
  const doomed = rulesIn(input.IpPermissions);
  if (doomed.some((rule) => !rules.some((other) => isSame(rule, other)))) {
    const message = 'The specified rule does not exist in this security group.';
    throw refusal('InvalidPermission.NotFound', { message });
  }
  setIngress(
    world,
    group,
    rules.filter((rule) => !doomed.some((other) => isSame(rule, other))),
  );
  return { Return: true };
}
