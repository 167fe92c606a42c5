/** Finds resources by id as a caller sees them, and answers AWS's code for what it does not see. */
import { refusal } from '../aws-error.ts';
import { allVisible, truth, visible } from '../consistency.ts';
import type { Tags } from '../filters.ts';
import type { Table } from '../table.ts';
import type { World } from '../world.ts';
import type { Ec2State } from './state.ts';

type Named = { id: string; tags: Tags };
export type Kind = { table: (state: Ec2State) => Table<Named>; type: string; missing: string; noun: string };

/** By id prefix. `type` is the resource type in tags. */
export const KINDS = {
  'i-': {
    table: (state) => state.instances,
    type: 'instance',
    missing: 'InvalidInstanceID.NotFound',
    noun: 'instance ID',
  },
  'eni-': {
    table: (state) => state.networkInterfaces,
    type: 'network-interface',
    missing: 'InvalidNetworkInterfaceID.NotFound',
    noun: 'networkInterface ID',
  },
  'eipalloc-': {
    table: (state) => state.addresses,
    type: 'elastic-ip',
    missing: 'InvalidAllocationID.NotFound',
    noun: 'allocation ID',
  },
  'ami-': { table: (state) => state.images, type: 'image', missing: 'InvalidAMIID.NotFound', noun: 'image id' },
  'vol-': { table: (state) => state.volumes, type: 'volume', missing: 'InvalidVolume.NotFound', noun: 'volume' },
  'snap-': {
    table: (state) => state.ebsSnapshots,
    type: 'snapshot',
    missing: 'InvalidSnapshot.NotFound',
    noun: 'snapshot',
  },
  'vpc-': { table: (state) => state.vpcs, type: 'vpc', missing: 'InvalidVpcID.NotFound', noun: 'vpc ID' },
  'subnet-': {
    table: (state) => state.subnets,
    type: 'subnet',
    missing: 'InvalidSubnetID.NotFound',
    noun: 'subnet ID',
  },
  'rtb-': {
    table: (state) => state.routeTables,
    type: 'route-table',
    missing: 'InvalidRouteTableID.NotFound',
    noun: 'routeTable ID',
  },
  'pl-': {
    table: (state) => state.prefixLists,
    type: 'prefix-list',
    missing: 'InvalidPrefixListID.NotFound',
    noun: 'prefix list ID',
  },
  'sg-': {
    table: (state) => state.securityGroups,
    type: 'security-group',
    missing: 'InvalidGroup.NotFound',
    noun: 'security group',
  },
  'lt-': {
    table: (state) => state.launchTemplates,
    type: 'launch-template',
    missing: 'InvalidLaunchTemplateId.NotFound',
    noun: 'launch template ID',
  },
} as const satisfies Record<string, Kind>;

type Prefix = keyof typeof KINDS;

export function kindOf(id: string): Kind | undefined {
  const prefix = id.slice(0, id.indexOf('-') + 1);
  return Object.entries(KINDS).find(([known]) => known === prefix)?.[1];
}

export const notFound = (prefix: Prefix, ids: string[]): Error =>
  refusal(KINDS[prefix].missing, { message: `The ${KINDS[prefix].noun} '${ids.join(', ')}' does not exist` });

/** All that the caller sees; or those asked for by id, every one of which must be seen. */
export function select<Value>(
  world: World,
  table: Table<Value>,
  { ids, prefix }: { ids: readonly string[] | undefined; prefix: Prefix },
): Value[] {
  if (!ids?.length) return allVisible(world, table);
  const found = ids.map((id) => visible(world, table, id));
  const missing = ids.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) throw notFound(prefix, missing);
  return found.flatMap((value) => (value === undefined ? [] : [value]));
}

/**
 * The resource that a change is about: refused while reads do not show it yet (the worse case: a resource that was just
 * created is visible to no caller), and read as it truly is, because a change works on the truth.
 */
export function target<Value>(
  world: World,
  table: Table<Value>,
  { id, prefix }: { id: string; prefix: Prefix },
): Value {
  const value = truth(table, id);
  if (value === undefined || visible(world, table, id) === undefined) throw notFound(prefix, [id]);
  return value;
}

export const missingParameter = (name: string): Error =>
  refusal('MissingParameter', { message: `The request must contain the parameter ${name}` });
