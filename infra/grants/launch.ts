/** What it takes to launch a replacement: EC2 authorizes RunInstances on every kind of resource that it touches. */
import { serviceNamesOf } from '../../shared/domain/partition.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { both, type Condition, type Ec2Kind, ec2Arn, type Grant, imageArn } from './grant.ts';
import {
  allow,
  applianceNames,
  arnOf,
  belongs,
  inTheVpc,
  isMany,
  ours,
  ownerTag,
  type Scope,
  subnets,
} from './selection.ts';

export const RUN = ['ec2:RunInstances'];

/** What the launch makes, and carries our tags from its first moment. */
const BORN: Ec2Kind[] = ['instance', 'volume', 'network-interface'];

/** Where no appliance has an instanceRole, no launch has a profile. With one its name is unknown: `iam:PassRole` narrows it. */
const withoutProfile = ({ configuration }: Scope): Condition =>
  configuration.appliances.some(({ instanceRole }) => instanceRole !== undefined)
    ? {}
    : { Null: { 'ec2:InstanceProfile': 'true' } };

/** Only images of this account, and of those only the family that the configuration names. */
export function images(scope: Scope): Grant[] {
  const { configuration, account } = scope;
  const isId = (image: string): boolean => /^ami-[0-9a-f]+$/.test(image);
  const ids = [...new Set(configuration.appliances.map(({ image }) => image).filter(isId))];
  const owner = { 'ec2:Owner': account.accountId };
  const because = "Only this account's images, and only those of the appliance.";
  const byId = { resources: ids.map((id) => imageArn(account, { id })), condition: { StringEquals: owner } };
  // An image of ours must carry our tag. An image with only a Name tag is accepted, but not one that names another
  // stack.
  const unlessOthers = {
    ...(!isMany(scope) && { [`aws:ResourceTag/${TAG.appliance}`]: applianceNames(scope) }),
    ...ownerTag(scope, 'ResourceTag'),
  };
  const any = [imageArn(account, { id: '*' })];
  const named = (names: string[]) => ({ ...owner, 'aws:ResourceTag/Name': names });
  const byName = (names: string[]) => ({ StringEquals: named(names), StringEqualsIfExists: unlessOthers });
  const ofRotation = (names: string[]) => ({ StringEquals: { ...named(names), ...unlessOthers } });
  const namesWhere = (recipeImages: boolean): string[] => {
    const wanted = configuration.appliances.filter((each) => each.recipeImages === recipeImages);
    return [...new Set(wanted.map(({ image }) => image).filter((image) => !isId(image)))];
  };
  const [anyDay, ownOnly] = [namesWhere(true), namesWhere(false)];
  return [
    ...(ids.length > 0 ? allow(RUN, byId, because) : []),
    ...(anyDay.length > 0 ? allow(RUN, { resources: any, condition: byName(anyDay) }, because) : []),
    ...(ownOnly.length > 0 ? allow(RUN, { resources: any, condition: ofRotation(ownOnly) }, because) : []),
  ];
}

/** A group's name is no condition key, so names cannot narrow this; ids and a VPC given by id can. */
export function securityGroups(scope: Scope): Grant[] {
  const groups = scope.configuration.appliances.map((appliance) => appliance.securityGroups);
  const ids = groups.flat().filter((group) => group !== undefined && /^sg-[0-9a-f]+$/.test(group));
  if (ids.length === groups.flat().length) {
    const distinct = [...new Set(ids.map(String))];
    const resources = distinct.map((id) => arnOf(scope, { kind: 'security-group', id }));
    return allow(RUN, { resources }, 'The configured security groups.');
  }
  const because = "IAM cannot match a group's name; list sg-… ids (or the VPC by id) to narrow this.";
  return allow(RUN, inTheVpc(scope, 'security-group'), because);
}

export function keyPairs({ account }: Scope): Grant[] {
  const resources = [ec2Arn(account, { kind: 'key-pair', id: '*' })];
  return allow(RUN, { resources }, 'The key pair is that of the live instance, which is not known in advance.');
}

const tagged = (scope: Scope): Condition => belongs(scope, 'RequestTag', 'by');

export function born(scope: Scope): Grant[] {
  const resources = BORN.map((kind) => ec2Arn(scope.account, { kind, id: '*' }));
  const instance = [ec2Arn(scope.account, { kind: 'instance', id: '*' })];
  const others = resources.filter((arn) => !instance.includes(arn));
  const because = 'New resources have no id yet; each must carry our tag from birth.';
  const atLaunch = { resources, condition: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } } };
  return [
    ...allow(RUN, { resources: instance, condition: both(tagged(scope), withoutProfile(scope)) }, because),
    ...allow(RUN, { resources: others, condition: tagged(scope) }, because),
    ...allow(['ec2:CreateTags'], atLaunch, 'Tags are set by the launch itself, and by nothing else.'),
  ];
}

/** EC2 requires it of a caller that launches an instance with a profile. */
export function passRole({ configuration, account: { partition, accountId } }: Scope): Grant[] {
  const roles = [...new Set(configuration.appliances.flatMap(({ instanceRole }) => instanceRole ?? []))];
  const resources = roles.map((role) =>
    role.startsWith('arn:') ? role : `arn:${partition}:iam::${accountId}:role/${role}`,
  );
  const condition = { StringEquals: { 'iam:PassedToService': serviceNamesOf('ec2', configuration.region) } };
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
  const viaEc2 = { 'kms:ViaService': serviceNamesOf(`ec2.${region}`, configuration.region) };
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

/** `andOpen`: an early launch is opened to the same groups, which EC2 authorizes beside its interface. */
export function launch(scope: Scope, andOpen: string[] = []): Grant[] {
  return [
    ...images(scope),
    ...allow(RUN, subnets(scope), 'The configured subnets.'),
    ...securityGroups(scope).map((grant) => ({ ...grant, actions: [...grant.actions, ...andOpen].toSorted() })),
    ...keyPairs(scope),
    ...allow(RUN, ours(scope, 'launch-template'), 'The blueprint of the appliance.'),
    ...born(scope),
    ...passRole(scope),
    ...keys(scope),
  ];
}
