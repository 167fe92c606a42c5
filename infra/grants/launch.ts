/** What it takes to launch a replacement: EC2 authorizes RunInstances on every kind of resource that it touches. */
import { TAG } from '../../shared/domain/snapshot.ts';
import { type Ec2Kind, ec2Arn, type Grant, imageArn } from './grant.ts';
import { allow, applianceNames, inTheVpc, ours, ownerTag, type Scope, subnets } from './selection.ts';

export const RUN = ['ec2:RunInstances'];

/** What is born in the launch, and carries our tags from its first moment. */
const BORN: Ec2Kind[] = ['instance', 'volume', 'network-interface'];

/** Only images of this account, and of those only the family that the configuration names. */
function images(scope: Scope): Grant[] {
  const { configuration, account } = scope;
  const said = [...new Set(configuration.appliances.map(({ image }) => image))];
  const ids = said.filter((image) => /^ami-[0-9a-f]+$/.test(image));
  const names = said.filter((image) => !ids.includes(image));
  const owner = { 'ec2:Owner': account.accountId };
  const because = "Only this account's images, and only those of the appliance.";
  const byId = { resources: ids.map((id) => imageArn(account, { id })), condition: { StringEquals: owner } };
  // An image of the recipe's days says of nobody that it is theirs; one that does has to be ours.
  const unlessOthers = {
    [`aws:ResourceTag/${TAG.appliance}`]: applianceNames(scope),
    ...ownerTag(scope, 'ResourceTag'),
  };
  const byName = {
    resources: [imageArn(account, { id: '*' })],
    condition: {
      StringEquals: { ...owner, 'aws:ResourceTag/Name': names },
      StringEqualsIfExists: unlessOthers,
    },
  };
  return [
    ...(ids.length > 0 ? allow(RUN, byId, because) : []),
    ...(names.length > 0 ? allow(RUN, byName, because) : []),
  ];
}

/** A group's name is no condition key, so names cannot narrow this; ids and a VPC given by id can. */
function securityGroups(scope: Scope): Grant[] {
  const groups = scope.configuration.appliances.map((appliance) => appliance.securityGroups);
  const ids = groups.flat().filter((group) => group !== undefined && /^sg-[0-9a-f]+$/.test(group));
  if (ids.length === groups.flat().length) {
    const resources = ids.map((id) => ec2Arn(scope.account, { kind: 'security-group', id: String(id) }));
    return allow(RUN, { resources }, 'The configured security groups.');
  }
  const because = "IAM cannot match a group's name; list sg-… ids (or the VPC by id) to narrow this.";
  return allow(RUN, inTheVpc(scope, 'security-group'), because);
}

export function keyPairs({ account }: Scope): Grant[] {
  const resources = [ec2Arn(account, { kind: 'key-pair', id: '*' })];
  return allow(RUN, { resources }, 'The key pair is that of the live instance, which is not known in advance.');
}

export const tagged = (scope: Scope) => ({
  StringEquals: { [`aws:RequestTag/${TAG.appliance}`]: applianceNames(scope) },
});

export function born(scope: Scope): Grant[] {
  const resources = BORN.map((kind) => ec2Arn(scope.account, { kind, id: '*' }));
  const atLaunch = { resources, condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } } };
  return [
    ...allow(
      RUN,
      { resources, condition: tagged(scope) },
      'New resources have no id yet; each must carry our tag from birth.',
    ),
    ...allow(['ec2:CreateTags'], atLaunch, 'Tags are set by the launch itself, and by nothing else.'),
  ];
}

/** EC2 wants it of whoever launches an instance with a profile. */
export function passRole({ configuration, account: { partition, accountId } }: Scope): Grant[] {
  const roles = [...new Set(configuration.appliances.flatMap(({ instanceRole }) => instanceRole ?? []))];
  const resources = roles.map((role) =>
    role.startsWith('arn:') ? role : `arn:${partition}:iam::${accountId}:role/${role}`,
  );
  const condition = { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } };
  return roles.length > 0
    ? allow(['iam:PassRole'], { resources, condition }, 'The configured instanceRole, to EC2 alone.')
    : [];
}

/** EBS creates volumes from encrypted snapshots in the launcher's name. */
export function keys({ configuration, account: { partition, region, accountId } }: Scope): Grant[] {
  const said = [...new Set(configuration.appliances.flatMap(({ kmsKeys }) => kmsKeys))];
  if (said.length === 0) return [];
  const resources = said.map((key) =>
    key.startsWith('arn:') ? key : `arn:${partition}:kms:${region}:${accountId}:key/${key}`,
  );
  const viaEc2 = { 'kms:ViaService': `ec2.${region}.amazonaws.com` };
  const use = [
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ];
  const grantable = { StringEquals: viaEc2, Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  return [
    ...allow(use, { resources, condition: { StringEquals: viaEc2 } }, 'The configured kmsKeys, through EC2 alone.'),
    ...allow(['kms:CreateGrant'], { resources, condition: grantable }, 'Lets EBS go on using the key for the volume.'),
  ];
}

export function launch(scope: Scope): Grant[] {
  return [
    ...images(scope),
    ...allow(RUN, subnets(scope), 'The configured subnets.'),
    ...securityGroups(scope),
    ...keyPairs(scope),
    ...allow(RUN, ours(scope, 'launch-template'), 'The blueprint of the appliance.'),
    ...born(scope),
    ...passRole(scope),
    ...keys(scope),
  ];
}
