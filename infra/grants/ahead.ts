/** What `prepare` may do with an early launch, and what a takeover may do to adopt it. */
import { TAG } from '../../shared/domain/snapshot.ts';
import { type Ec2Kind, ec2Arn, type Grant } from './grant.ts';
import { born, images, keyPairs, keys, passRole, RUN } from './launch.ts';
import { makeClosedGroup } from './rotation.ts';
import { allow, ours, ownerTag, type Scope, type Selection, subnets } from './selection.ts';

/** As a takeover launches, but only in the closed group of the appliance. */
export const launchAhead = (scope: Scope): Grant[] => [
  ...makeClosedGroup(scope),
  ...images(scope),
  ...allow(RUN, subnets(scope), 'The configured subnets.'),
  ...allow(
    RUN,
    ours(scope, 'security-group', 'proof'),
    'Only where nothing reaches it, and from where it reaches nothing.',
  ),
  ...keyPairs(scope),
  ...allow(RUN, ours(scope, 'launch-template'), 'The blueprint of the appliance.'),
  ...born(scope),
  ...passRole(scope),
  ...keys(scope),
];

/** Of this stack, and of these roles. */
function launchedEarly(scope: Scope, kind: Ec2Kind, ...roles: string[]): Selection {
  const { resources, condition } = ours(scope, kind);
  const StringEquals = {
    ...condition?.StringEquals,
    ...ownerTag(scope, 'ResourceTag'),
    [`aws:ResourceTag/${TAG.role}`]: roles,
  };
  return { resources, condition: { ...condition, StringEquals } };
}

/** What the sweep terminates: a statement for both, because a role has no room for two. */
export const terminateLeft = (scope: Scope): Grant[] =>
  allow(
    ['ec2:TerminateInstances'],
    launchedEarly(scope, 'instance', 'ahead', 'proof'),
    'Only what a rotation launched to see whether it boots, or what was launched early and no takeover uses.',
  );

export const terminateAheads = (scope: Scope): Grant[] =>
  allow(
    ['ec2:TerminateInstances'],
    launchedEarly(scope, 'instance', 'ahead'),
    'Only what was launched early and no takeover uses.',
  );

export const OPEN = ['ec2:ModifyNetworkInterfaceAttribute'];

/** It becomes a replacement by its tags, and open to the groups of the appliance; a repeated attempt finds it tagged already. */
export function adoptAheads(scope: Scope): Grant[] {
  const because = 'An early launch becomes the replacement: its tags and its security groups.';
  const keysOnly = { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Name', TAG.generation, TAG.role] } };
  const asReplacement = { [`aws:RequestTag/${TAG.role}`]: ['replacement'] };
  const roles = ['ahead', 'replacement'];
  const { resources, condition } = launchedEarly(scope, 'instance', ...roles);
  const StringEquals = { ...condition?.StringEquals, ...asReplacement };
  const both = [...resources, ec2Arn(scope.account, { kind: 'network-interface', id: '*' })];
  const onInterface = launchedEarly(scope, 'network-interface', ...roles);
  return [
    ...allow(['ec2:CreateTags'], { resources: both, condition: { ...condition, StringEquals, ...keysOnly } }, because),
    ...allow(OPEN, onInterface, because),
  ];
}
