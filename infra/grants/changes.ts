/** What the functions may change besides launching, each kind of change in one place. */

import { alarmNameOf } from '../../shared/domain/decision/trigger.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { CarryingKind, PartKind } from '../../shared/domain/traffic/part.ts';
import { both, type Condition, ec2Arn, type Grant } from './grant.ts';
import {
  adoptedInstances,
  allow,
  belongs,
  inTheSubnets,
  isMany,
  ours,
  ownedAddresses,
  routeTables,
  type Scope,
  type Selection,
} from './selection.ts';

export const OUR_KEYS = { 'ForAllValues:StringLike': { 'aws:TagKeys': ['failover:*'] } };

/** By our tag, and by the name or id under which the first instance is adopted. */
export const instances = (scope: Scope) => [ours(scope, 'instance'), ...vouchedFor(scope), ...adoptedInstances(scope)];

/** With few appliances they are recognized by the tag that the adoption has given them. */
const vouchedFor = (scope: Scope): Selection[] =>
  isMany(scope)
    ? [{ resources: [ec2Arn(scope.account, { kind: 'instance', id: '*' })], condition: pointsToOurs(scope) }]
    : [];

/** The tag that a rotation has written when a person vouched for the instance. */
export const pointsToOurs = ({ account: { partition, region, accountId, stage } }: Scope): Condition => ({
  StringLike: {
    [`aws:ResourceTag/${TAG.vouched}`]: `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-rotation:*`,
  },
});

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

/**
 * One attribute in each request, and this is its name where it is a value of its own.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
 */
const SOURCE_DEST_CHECK: Condition = { Null: { 'ec2:Attribute/SourceDestCheck': 'false' } };

const forward = (selection: Selection, because: string): Grant[] =>
  allow(
    ['ec2:ModifyNetworkInterfaceAttribute'],
    { ...selection, condition: both(selection.condition ?? {}, SOURCE_DEST_CHECK) },
    because,
  );

/** A new interface carries our tag from the launch. */
export const letReplacementForward = (scope: Scope): Grant[] =>
  forward(ours(scope, 'network-interface', 'replacement'), 'The source/dest check of what was just launched.');

/** The address goes to the instance by its id, and the interface behind it is authorized with it. */
const moveAddress = (scope: Scope, to: Selection, because: string): Grant[] => [
  ...allow(['ec2:AssociateAddress'], ownedAddresses(scope), 'The configured addresses.'),
  ...allow(['ec2:AssociateAddress'], instances(scope), 'Only to an instance of the appliance.'),
  ...allow(['ec2:AssociateAddress'], to, because),
];

/** The interface of the first day carries no tag of ours, and its id is not known in advance. */
const UNTAGGED =
  'An interface of the adoption day carries no tag of ours, and ids are not known in advance; subnets or a VPC given by id narrow this.';

const moveRoutes = (scope: Scope): Grant[] =>
  allow(['ec2:CreateRoute', 'ec2:ReplaceRoute'], routeTables(scope), 'The configured route tables.');

/** Interfaces carry our tag from the launch. */
function launchedInterfaces(scope: Scope): Selection {
  const { resources, condition } = ours(scope, 'network-interface');
  // Their tag says by which execution, and a role has no room for the subnets of many twice.
  if (isMany(scope)) return { resources, condition: condition ?? {} };
  return { resources, condition: both(condition ?? {}, inTheSubnets(scope).condition ?? {}) };
}

type PerKind<Kind extends PartKind> = Record<Kind, (scope: Scope) => Grant[]>;

/** To what a takeover launched. */
const MOVES: PerKind<PartKind> = {
  address: (scope) =>
    moveAddress(scope, launchedInterfaces(scope), 'Only an interface that was launched for the appliance.'),
  route: moveRoutes,
  forwarding: (scope) => forward(inTheSubnets(scope), UNTAGGED),
};

/** To the old instance, whose interface may be that of the adoption day. */
const ROLLBACKS: PerKind<CarryingKind> = {
  address: (scope) => moveAddress(scope, inTheSubnets(scope), UNTAGGED),
  route: moveRoutes,
};

const ofEveryKind = (table: Partial<PerKind<PartKind>>, scope: Scope): Grant[] =>
  Object.values(table).flatMap((grants) => grants(scope));

export const moveTraffic = (scope: Scope): Grant[] => ofEveryKind(MOVES, scope);

export const rollBackTraffic = (scope: Scope): Grant[] => ofEveryKind(ROLLBACKS, scope);

/** By the stage and not by each appliance: the names are ours, and a role has no room for two of every appliance. */
export function writeAlarms({ account: { partition, region, accountId, stage } }: Scope): Grant[] {
  const resources = (['status-check', 'probe'] as const).map(
    (kind) =>
      `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${alarmNameOf({ stage, appliance: '*', kind })}`,
  );
  const because = 'The alarms of our appliances, of which one follows the active instance.';
  const withoutActions = { resources, condition: { Null: { 'cloudwatch:AlarmActions': 'true' } } };
  return [
    ...allow(['cloudwatch:PutMetricAlarm'], withoutActions, `${because} None of them has an action, in any state.`),
    ...allow(['cloudwatch:SetAlarmState'], { resources }, because),
  ];
}

/** A blueprint is ours from its birth: it is created with our tag and found by it afterwards. */
export function writeLaunchTemplates(scope: Scope): Grant[] {
  const resources = [ec2Arn(scope.account, { kind: 'launch-template', id: '*' })];
  const requested = belongs(scope, 'RequestTag', 'owner');
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
