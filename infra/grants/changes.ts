/** What the functions may change besides launching, each kind of change in one place. */

import { TAG } from '../../shared/domain/snapshot.ts';
import { alarmNameOf } from '../../shared/domain/trigger.ts';
import { ec2Arn, type Grant } from './grant.ts';
import {
  addresses,
  adoptedInstances,
  allow,
  applianceNames,
  inTheVpc,
  ours,
  ownerTag,
  routeTables,
  type Scope,
} from './selection.ts';

export const OUR_KEYS = { 'ForAllValues:StringLike': { 'aws:TagKeys': ['failover:*'] } };

/** Appliance state lives in tags on the address; no other tag of it is touched. */
export const tagAddress = (scope: Scope): Grant[] =>
  addresses(scope).flatMap(({ resources, condition }) =>
    allow(
      ['ec2:CreateTags'],
      { resources, condition: { ...condition, ...OUR_KEYS } },
      'State lives in tags on the address.',
    ),
  );

/** Without keys DeleteTags removes every tag there is, and a condition on each of no keys would be content with that. */
const NAMED = { Null: { 'aws:TagKeys': 'false' } };

/** IAM is not given the public IP here, so an address that is configured by its IP is recognized by our own tag. */
export function untagAddress(scope: Scope): Grant[] {
  const resources = addresses(scope).flatMap((selection) => selection.resources);
  const condition = { StringEquals: ownerTag(scope, 'ResourceTag'), ...OUR_KEYS, ...NAMED };
  const because = 'What is over is removed: an expired pause, a silence, news.';
  return allow(['ec2:DeleteTags'], { resources, condition }, because);
}

/** By our tag, and by the name or id under which the first instance is adopted. */
export const instances = (scope: Scope) => [ours(scope, 'instance'), ...adoptedInstances(scope)];

export const tagInstances = (scope: Scope): Grant[] =>
  instances(scope).flatMap(({ resources, condition }) =>
    allow(
      ['ec2:CreateTags'],
      { resources, condition: { ...condition, ...OUR_KEYS } },
      'Tags say which instance is active and which retired.',
    ),
  );

export const stopInstances = (scope: Scope): Grant[] =>
  allow(['ec2:StopInstances'], instances(scope), 'The failed instance, launched by us or adopted.');

/** Nothing else of the appliance: the active one, a replacement and a stranger of the same name are out of its reach. */
export const stopRetired = (scope: Scope): Grant[] =>
  allow(
    ['ec2:StopInstances'],
    ours(scope, 'instance', 'retired'),
    'A retired instance that came back with the power is stopped again.',
  );

export const terminateReplacements = (scope: Scope): Grant[] =>
  allow(
    ['ec2:TerminateInstances'],
    ours(scope, 'instance', 'replacement'),
    'Only what a takeover launched and did not use.',
  );

/** A newborn interface carries our tag from the launch. */
export const letReplacementForward = (scope: Scope): Grant[] =>
  allow(
    ['ec2:ModifyNetworkInterfaceAttribute'],
    ours(scope, 'network-interface', 'replacement'),
    'The source/dest check of what was just launched.',
  );

/** The address goes to the instance by its id, and the interface behind it is authorized with it. */
const moveAddress = (scope: Scope): Grant[] => [
  ...allow(['ec2:AssociateAddress'], addresses(scope), 'The configured addresses.'),
  ...allow(['ec2:AssociateAddress'], instances(scope), 'Only to an instance of the appliance.'),
];

/** The interface behind the instance, or the one that is to forward; neither id is known in advance. */
const onInterfaces = (scope: Scope, action: string): Grant[] =>
  allow(
    [action],
    inTheVpc(scope, 'network-interface'),
    'An interface of the adoption day carries no tag of ours, and ids are not known in advance; a VPC given by id narrows this.',
  );

const moveRoutes = (scope: Scope): Grant[] =>
  allow(['ec2:CreateRoute', 'ec2:ReplaceRoute'], routeTables(scope), 'The configured route tables.');

/** Moving back: the old instance forwarded all the time. */
export const leadTraffic = (scope: Scope): Grant[] => [
  ...moveAddress(scope),
  ...onInterfaces(scope, 'ec2:AssociateAddress'),
  ...moveRoutes(scope),
];

export const moveTraffic = (scope: Scope): Grant[] => [
  ...leadTraffic(scope),
  ...onInterfaces(scope, 'ec2:ModifyNetworkInterfaceAttribute'),
];

/** By the stage and not by each appliance: the names are ours, and a role has no room for two of every appliance. */
export function writeAlarms({ account: { partition, region, accountId, stage } }: Scope): Grant[] {
  const resources = (['status-check', 'probe'] as const).map(
    (kind) =>
      `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarmNameOf({ stage, appliance: '*', kind })}`,
  );
  const actions = ['cloudwatch:PutMetricAlarm', 'cloudwatch:SetAlarmState'];
  return allow(actions, { resources }, 'The alarms of our appliances, of which one follows the active instance.');
}

/** A blueprint is ours from its birth: it is created with our tag and found by it afterwards. */
export function writeLaunchTemplates(scope: Scope): Grant[] {
  const resources = [ec2Arn(scope.account, { kind: 'launch-template', id: '*' })];
  const requested = { StringEquals: { [`aws:RequestTag/${TAG.appliance}`]: applianceNames(scope) } };
  const atCreation = { StringEquals: { 'ec2:CreateAction': 'CreateLaunchTemplate' } };
  return [
    ...allow(
      ['ec2:CreateLaunchTemplate'],
      { resources, condition: requested },
      'A blueprint has no id before it exists; it must carry our tag.',
    ),
    ...allow(['ec2:CreateTags'], { resources, condition: atCreation }, 'Tags are set by the creation itself.'),
    ...allow(
      ['ec2:CreateLaunchTemplateVersion'],
      ours(scope, 'launch-template'),
      'The blueprint follows the live instance.',
    ),
  ];
}
