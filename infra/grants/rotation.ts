/** What a rotation makes and prunes: images with their EBS snapshots, and proofs in their closed security group. */
import { askedInside } from '../../shared/domain/images/service-proof.ts';
import { type Role, TAG } from '../../shared/domain/snapshot.ts';
import { instances, OUR_KEYS } from './changes.ts';
import { both, type Ec2Kind, ec2Arn, type Grant, imageArn, snapshotArn } from './grant.ts';
import { born, keyPairs, keys, passRole, RUN, securityGroups } from './launch.ts';
import { allow, belongs, ours, ownerTag, type Scope, type Selection, subnets, vpcs } from './selection.ts';

const requested = (scope: Scope) =>
  both(belongs(scope, 'RequestTag', 'owner'), { StringEquals: ownerTag(scope, 'RequestTag') });

const images = ({ account }: Scope): string => imageArn(account, { id: '*' });
const snapshots = ({ account }: Scope): string => snapshotArn(account, { id: '*' });

/** What carries both of our tags: only a rotation made it. */
const made = (scope: Scope, ...resources: string[]): Selection => ({
  resources,
  condition: both(belongs(scope, 'ResourceTag', 'owner'), { StringEquals: ownerTag(scope, 'ResourceTag') }),
});

export function createImage(scope: Scope): Grant[] {
  const resources = [images(scope), snapshots(scope)];
  const atCreation = { resources, condition: { StringEquals: { 'ec2:CreateAction': 'CreateImage' } } };
  const because = 'An image has no id before it exists; it and its EBS snapshots must carry our tags from birth.';
  return [
    ...allow(['ec2:CreateImage'], instances(scope), 'Only of an instance of the appliance.'),
    ...allow(['ec2:CreateImage'], { resources, condition: requested(scope) }, because),
    ...allow(['ec2:CreateTags'], atCreation, 'Tags are set by the creation itself.'),
  ];
}

/** A pointer to the execution in which a person vouched; nothing is decided by the tag itself. */
export function tagVouched(scope: Scope): Grant[] {
  const resources = [ec2Arn(scope.account, { kind: 'instance', id: '*' })];
  const keys = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.vouched] },
    Null: { 'aws:TagKeys': 'false' },
  };
  const because = 'The instance that a person vouches for carries no tag of ours yet; only this one key.';
  return allow(['ec2:CreateTags'], { resources, condition: keys }, because);
}

export function markImages(scope: Scope): Grant[] {
  const { resources, condition } = made(scope, images(scope));
  const selection = { resources, condition: { ...condition, ...OUR_KEYS } };
  return allow(['ec2:CreateTags'], selection, 'Tags say of an image whether it is good.');
}

/** Since when the image of an EBS snapshot is gone; a mark goes when the image is back. */
export function markSnapshots(scope: Scope): Grant[] {
  const { resources, condition } = made(scope, snapshots(scope));
  const keys = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': [TAG.orphanedSince] },
    Null: { 'aws:TagKeys': 'false' },
  };
  const selection = { resources, condition: { ...condition, ...keys } };
  return allow(['ec2:CreateTags', 'ec2:DeleteTags'], selection, 'Since when the image of an EBS snapshot is gone.');
}

export const letImagesGo = (scope: Scope): Grant[] => [
  ...allow(['ec2:DeregisterImage'], made(scope, images(scope)), 'Only what a rotation of this deployment has made.'),
  ...allow(['ec2:DeleteSnapshot'], made(scope, snapshots(scope)), 'The EBS snapshots of those images, also with them.'),
];

export function makeClosedGroup(scope: Scope): Grant[] {
  const groups = [ec2Arn(scope.account, { kind: 'security-group', id: '*' })];
  const atCreation = { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup' } };
  const because = 'Once for each appliance: the group in which its proofs run, which lets nothing in and nothing out.';
  return [
    ...allow(['ec2:CreateSecurityGroup'], { resources: groups, condition: requested(scope) }, because),
    ...allow(['ec2:CreateSecurityGroup'], vpcs(scope), 'In the VPC of the appliance.'),
    ...allow(['ec2:CreateTags'], { resources: groups, condition: atCreation }, 'Tags are set by the creation itself.'),
    ...allow(
      ['ec2:RevokeSecurityGroupEgress'],
      ours(scope, 'security-group', 'proof'),
      'A new group lets everything out.',
    ),
  ];
}

/** The rule is also removed where no service is asked any more. */
function setProofDoor(scope: Scope): Grant[] {
  const group = own(scope, 'security-group', 'proof');
  const off = allow(['ec2:RevokeSecurityGroupIngress'], group, 'A rule of ours that is not wanted any more.');
  if (askedInside(scope.configuration.appliances).length === 0) return off;
  const because = 'Lets only prove-service ask.';
  return [...off, ...allow(['ec2:AuthorizeSecurityGroupIngress'], group, because)];
}

/** A standby whose network is open is launched into the groups of the appliance. */
const openStandbys = (scope: Scope): Grant[] =>
  scope.configuration.appliances.some(({ standby: { tier, network } }) => tier !== 'cold' && network === 'open')
    ? securityGroups(scope)
    : [];

export function launchProof(scope: Scope): Grant[] {
  const inProofGroup = ours(scope, 'security-group', 'proof');
  return [
    ...makeClosedGroup(scope),
    ...setProofDoor(scope),
    ...allow(RUN, made(scope, images(scope)), 'Only what a rotation of this deployment has made.'),
    ...allow(RUN, subnets(scope), 'The configured subnets.'),
    ...allow(RUN, inProofGroup, 'Only where nothing reaches it, and from where it reaches nothing.'),
    ...openStandbys(scope),
    ...keyPairs(scope),
    ...born(scope),
    ...passRole(scope),
    ...keys(scope),
  ];
}

/** What another stack made for an appliance of the same name is none of ours. */
export function own(scope: Scope, kind: Ec2Kind, role: Role): Selection {
  const { resources, condition } = ours(scope, kind, role);
  return { resources, condition: both(condition ?? {}, { StringEquals: ownerTag(scope, 'ResourceTag') }) };
}

export function terminateProofs(scope: Scope): Grant[] {
  const because = 'Only what a rotation of this deployment launched to see whether it boots.';
  return allow(['ec2:TerminateInstances'], own(scope, 'instance', 'proof'), because);
}
