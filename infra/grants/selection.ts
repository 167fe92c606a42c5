/** From a resource in the configuration to what IAM accepts: an id becomes an ARN, a name becomes a condition. */
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { type Account, type Condition, type Ec2Kind, ec2Arn, type Grant } from './grant.ts';

export type Scope = { configuration: Configuration; account: Account };

/** One grant's worth of resources. A mixture of names and ids makes two. */
export type Selection = { resources: string[]; condition?: Condition };

const unique = (values: string[]): string[] => [...new Set(values)];

export const applianceNames = ({ configuration }: Scope): string[] => configuration.appliances.map(({ name }) => name);

/** Another stack may protect an appliance of the same name in this account, so what is made says whose it is. */
export const ownerTag = ({ account }: Scope, key: 'RequestTag' | 'ResourceTag') => ({
  [`aws:${key}/${TAG.owner}`]: `failover-${account.stage}`,
});

/** What the appliances say under one key, names and ids apart. */
function said(scope: Scope, pick: (appliance: Appliance) => string | string[] | undefined, id: RegExp) {
  const values = unique(scope.configuration.appliances.flatMap((appliance) => pick(appliance) ?? []));
  return { ids: values.filter((value) => id.test(value)), names: values.filter((value) => !id.test(value)) };
}

/** Every resource of a kind that the appliances name, by ARN or by its Name tag. */
function selected(scope: Scope, kind: Ec2Kind, { ids, names }: { ids: string[]; names: string[] }): Selection[] {
  const byId = ids.map((id) => ec2Arn(scope.account, { kind, id }));
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
    said(scope, ({ routeTables: tables, vpnCidrs }) => (vpnCidrs.length > 0 ? tables : []), /^rtb-[0-9a-f]+$/),
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

/** What carries our tag: everything that was launched or adopted for one of the appliances. */
export function ours(scope: Scope, kind: Ec2Kind, role?: string): Selection {
  const tags = { [`aws:ResourceTag/${TAG.appliance}`]: applianceNames(scope) };
  return {
    resources: [ec2Arn(scope.account, { kind, id: '*' })],
    condition: { StringEquals: role === undefined ? tags : { ...tags, [`aws:ResourceTag/${TAG.role}`]: role } },
  };
}

/** Resources of a kind whose ids and tags are not known in advance; limited to the VPC when that is given by id. */
export function inTheVpc(scope: Scope, kind: Ec2Kind): Selection {
  const { ids, names } = said(scope, ({ vpc }) => vpc, /^vpc-[0-9a-f]+$/);
  const resources = [ec2Arn(scope.account, { kind, id: '*' })];
  if (names.length > 0) return { resources };
  const vpcs = ids.map((id) => ec2Arn(scope.account, { kind: 'vpc', id }));
  return { resources, condition: { ArnEquals: { 'ec2:Vpc': vpcs } } };
}

/** Interfaces in the subnets of the appliances where those are given by id, and otherwise in the VPC. */
export function inTheSubnets(scope: Scope): Selection {
  const { ids, names } = said(scope, (appliance) => appliance.subnets, /^subnet-[0-9a-f]+$/);
  if (names.length > 0) return inTheVpc(scope, 'network-interface');
  const subnets = ids.map((id) => ec2Arn(scope.account, { kind: 'subnet', id }));
  const resources = [ec2Arn(scope.account, { kind: 'network-interface', id: '*' })];
  return { resources, condition: { ArnEquals: { 'ec2:Subnet': subnets } } };
}

export const allow = (actions: string[], selections: Selection | Selection[], because: string): Grant[] =>
  [selections].flat().map((selection) => ({ actions, ...selection, because }));
