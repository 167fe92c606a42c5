/** From a resource in the configuration to what IAM accepts: an id becomes an ARN, a name becomes a condition. */
import { type Appliance, type Configuration, isMany as hasMany } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { routingOf } from '../../shared/domain/traffic/route-rules.ts';
import { type Account, both, type Condition, type Ec2Kind, ec2Arn, type Grant } from './grant.ts';

export type Scope = { configuration: Configuration; account: Account };

/** One grant's worth of resources. A mixture of names and ids makes two. */
export type Selection = { resources: string[]; condition?: Condition };

/** Then tags say which deployment a resource belongs to: a list of names in each statement would not fit into a role. */
export const isMany = ({ configuration }: Pick<Scope, 'configuration'>): boolean => hasMany(configuration);

const unique = (values: string[]): string[] => [...new Set(values)];

export const applianceNames = ({ configuration }: Scope): string[] => configuration.appliances.map(({ name }) => name);

/** Another stack may protect an appliance of the same name in this account, so what is made says whose it is. */
export const ownerTag = ({ account }: Scope, key: 'RequestTag' | 'ResourceTag') => ({
  [`aws:${key}/${TAG.owner}`]: `failover-${account.stage}`,
});

/** `owner`: what names its deployment. `by`: what names the execution that made it, as launches do. */
type Mark = 'owner' | 'by';

/** It belongs to one of the appliances: by their names, or with many of them by the mark of this deployment. */
export function belongs(scope: Scope, key: 'RequestTag' | 'ResourceTag', mark: Mark): Condition {
  if (!isMany(scope)) return { StringEquals: { [`aws:${key}/${TAG.appliance}`]: applianceNames(scope) } };
  if (mark === 'owner') return { StringEquals: ownerTag(scope, key) };
  return { StringLike: { [`aws:${key}/${TAG.by}`]: executions(scope) } };
}

/** Of any of our machines. */
const executions = ({ account: { partition, region, accountId, stage } }: Scope): string =>
  `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-*`;

/** What the appliances say under one key, names and ids apart. */
function said(scope: Scope, pick: (appliance: Appliance) => string | string[] | undefined, id: RegExp) {
  const values = unique(scope.configuration.appliances.flatMap((appliance) => pick(appliance) ?? []));
  return { ids: values.filter((value) => id.test(value)), names: values.filter((value) => !id.test(value)) };
}

/** Ids are unique in all of AWS, so that with many of them the Region and the account only take room. */
export const arnOf = (scope: Scope, of: { kind: Ec2Kind; id: string }): string =>
  ec2Arn(isMany(scope) ? { ...scope.account, region: '*', accountId: '*' } : scope.account, of);

/** Every resource of a kind that the appliances name, by ARN or by its Name tag. */
function selected(scope: Scope, kind: Ec2Kind, { ids, names }: { ids: string[]; names: string[] }): Selection[] {
  const byId = ids.map((id) => arnOf(scope, { kind, id }));
  const byName = { 'aws:ResourceTag/Name': names };
  return [
    ...(byId.length > 0 ? [{ resources: byId }] : []),
    ...(names.length > 0
      ? [{ resources: [ec2Arn(scope.account, { kind, id: '*' })], condition: { StringEquals: byName } }]
      : []),
  ];
}

export const routeTables = (scope: Scope): Selection[] =>
  selected(
    scope,
    'route-table',
    said(scope, (appliance) => routingOf(appliance).rules.flatMap(({ tables }) => tables), /^rtb-[0-9a-f]+$/),
  );

export const subnets = (scope: Scope): Selection[] =>
  selected(
    scope,
    'subnet',
    said(scope, (appliance) => appliance.subnets, /^subnet-[0-9a-f]+$/),
  );

export const vpcs = (scope: Scope): Selection[] =>
  selected(
    scope,
    'vpc',
    said(scope, ({ vpc }) => vpc, /^vpc-[0-9a-f]+$/),
  );

/** The instance of the adoption day, before any tag of ours is on it. */
export const adoptedInstances = (scope: Scope): Selection[] =>
  selected(
    scope,
    'instance',
    said(scope, ({ instance }) => instance, /^i-[0-9a-f]+$/),
  );

/** Addresses that were adopted; with few appliances, those that the configuration names. */
export const ownedAddresses = (scope: Scope): Selection[] =>
  isMany(scope)
    ? [
        {
          resources: [ec2Arn(scope.account, { kind: 'elastic-ip', id: '*' })],
          condition: belongs(scope, 'ResourceTag', 'owner'),
        },
      ]
    : addresses(scope);

/** Before any tag of ours is on them as well. */
export function addresses(scope: Scope): Selection[] {
  const { ids, names: publicIps } = said(scope, ({ floatingIp }) => floatingIp, /^eipalloc-[0-9a-f]+$/);
  const any = [ec2Arn(scope.account, { kind: 'elastic-ip', id: '*' })];
  return [
    ...selected(scope, 'elastic-ip', { ids, names: [] }),
    ...(publicIps.length > 0
      ? [{ resources: any, condition: { StringEquals: { 'ec2:PublicIpAddress': publicIps } } }]
      : []),
  ];
}

const LAUNCHED: Ec2Kind[] = ['instance', 'volume', 'network-interface'];

/** What carries our tag: everything that was launched or adopted for one of the appliances. */
export function ours(scope: Scope, kind: Ec2Kind, role?: string | string[]): Selection {
  const condition = belongs(scope, 'ResourceTag', LAUNCHED.includes(kind) ? 'by' : 'owner');
  const ofRole: Condition = role === undefined ? {} : { StringEquals: { [`aws:ResourceTag/${TAG.role}`]: role } };
  return { resources: [ec2Arn(scope.account, { kind, id: '*' })], condition: both(condition, ofRole) };
}

const hasVpcIds = ({ configuration }: Scope): boolean =>
  configuration.appliances.every(({ vpc }) => /^vpc-[0-9a-f]+$/.test(vpc));

/** Resources of a kind whose ids and tags are not known in advance; limited to the VPC when that is given by id. */
export function inTheVpc(scope: Scope, kind: Ec2Kind): Selection {
  const { ids, names } = said(scope, ({ vpc }) => vpc, /^vpc-[0-9a-f]+$/);
  const resources = [ec2Arn(scope.account, { kind, id: '*' })];
  if (names.length > 0) return { resources };
  const vpcs = ids.map((id) => arnOf(scope, { kind: 'vpc', id }));
  return { resources, condition: { ArnEquals: { 'ec2:Vpc': vpcs } } };
}

/** Interfaces in the subnets of the appliances where those are given by id, and otherwise in the VPC. */
export function inTheSubnets(scope: Scope): Selection {
  const { ids, names } = said(scope, (appliance) => appliance.subnets, /^subnet-[0-9a-f]+$/);
  // The subnets of many are too long a list, and their VPCs are few, or a third of it.
  if (names.length > 0 || (isMany(scope) && hasVpcIds(scope))) return inTheVpc(scope, 'network-interface');
  const subnets = ids.map((id) => arnOf(scope, { kind: 'subnet', id }));
  const resources = [ec2Arn(scope.account, { kind: 'network-interface', id: '*' })];
  return { resources, condition: { ArnEquals: { 'ec2:Subnet': subnets } } };
}

export const allow = (actions: string[], selections: Selection | Selection[], because: string): Grant[] =>
  [selections].flat().map((selection) => ({ actions, ...selection, because }));
