/** What IAM knows about a resource that exists: its ARN, its tags, and what else EC2 lists as condition keys of it. */
import { partitionOf } from '../../../shared/domain/partition.ts';
import { truth } from '../consistency.ts';
import type { Tags } from '../filters.ts';
import type { Table } from '../table.ts';
import type { World } from '../world.ts';

export type Context = Record<string, string | string[]>;
export type Resource = { arn: string; context: Context };

const KIND_BY_PREFIX: Record<string, string> = {
  'eipalloc-': 'elastic-ip',
  'eni-': 'network-interface',
  'rtb-': 'route-table',
  'subnet-': 'subnet',
  'sg-': 'security-group',
  'lt-': 'launch-template',
  'vpc-': 'vpc',
  'ami-': 'image',
  'snap-': 'snapshot',
  'vol-': 'volume',
  'i-': 'instance',
};

export const kindOf = (id: string): string => KIND_BY_PREFIX[/^[a-z]+-/.exec(id)?.[0] ?? ''] ?? 'unknown';

/** Those of images and EBS snapshots name no account. */
export function arnOf({ region, accountId }: World, { kind, id }: { kind: string; id: string }): string {
  const account = kind === 'image' || kind === 'snapshot' ? '' : accountId;
  return `arn:${partitionOf(region).name}:ec2:${region}:${account}:${kind}/${id}`;
}

const resourceTags = (tags: Tags): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, String(value)]));

const vpcKey = (world: World, vpcId: string | undefined): Context =>
  vpcId === undefined ? {} : { 'ec2:Vpc': arnOf(world, { kind: 'vpc', id: vpcId }) };

const inVpc =
  (tableOf: (world: World) => Table<{ id: string; vpcId: string }>) =>
  (world: World, id: string): Context =>
    vpcKey(world, truth(tableOf(world), id)?.vpcId);

export function subnetKeys(world: World, subnetId: string): Context {
  const vpcId = truth(world.ec2.subnets, subnetId)?.vpcId;
  return { 'ec2:Subnet': arnOf(world, { kind: 'subnet', id: subnetId }), ...vpcKey(world, vpcId) };
}

function interfaceKeys(world: World, id: string): Context {
  const found = truth(world.ec2.networkInterfaces, id);
  return found ? subnetKeys(world, found.subnetId) : {};
}

function instanceKeys(world: World, id: string): Context {
  const found = truth(world.ec2.instances, id);
  if (!found) return {};
  const { type, instanceProfile } = found;
  return { 'ec2:InstanceType': type, ...(instanceProfile && { 'ec2:InstanceProfile': instanceProfile.arn }) };
}

function addressKeys(world: World, id: string): Context {
  const found = truth(world.ec2.addresses, id);
  return found ? { 'ec2:PublicIpAddress': found.publicIp, 'ec2:AllocationId': found.id } : {};
}

function imageKeys(world: World, id: string): Context {
  const owner = truth(world.ec2.images, id)?.ownerId;
  return owner === undefined ? {} : { 'ec2:Owner': owner };
}

const KEYS: Record<string, (world: World, id: string) => Context> = {
  'elastic-ip': addressKeys,
  image: imageKeys,
  instance: instanceKeys,
  'network-interface': interfaceKeys,
  'route-table': inVpc(({ ec2 }) => ec2.routeTables),
  'security-group': inVpc(({ ec2 }) => ec2.securityGroups),
  subnet: inVpc(({ ec2 }) => ec2.subnets),
};

function tagsOf({ ec2 }: World, id: string): Tags | undefined {
  const { addresses, instances, networkInterfaces, routeTables, subnets, launchTemplates, images } = ec2;
  const { securityGroups, vpcs, ebsSnapshots, volumes, gone } = ec2;
  const kinds = [addresses, instances, networkInterfaces, routeTables, subnets, launchTemplates, images];
  for (const table of [...kinds, securityGroups, vpcs, ebsSnapshots, volumes]) {
    const found = table.get(id)?.truth ?? table.get(id)?.past.at(-1)?.value;
    if (found) return found.tags;
  }
  return gone.get(id)?.tags;
}

/** For an unknown id there is nothing to weigh: EC2 answers that it does not exist. */
export function resourceOf(world: World, id: string): Resource | undefined {
  const kind = kindOf(id);
  const tags = tagsOf(world, id);
  if (!tags) return undefined;
  return { arn: arnOf(world, { kind, id }), context: { ...resourceTags(tags), ...KEYS[kind]?.(world, id) } };
}
