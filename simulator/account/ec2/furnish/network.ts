/** VPC, subnets and security groups, found by Name (or made under the ids that the configuration gives). */
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { allTrue } from '../../consistency.ts';
import type { World } from '../../world.ts';
import { newId } from '../ids.ts';
import type { BuildOptions, NetworkIds } from './options.ts';
import { furnishRouteTables } from './route-tables.ts';
import { named, settle } from './settle.ts';

const namesIn = (value: string | readonly string[] | undefined, { count }: { count: number }): string[] =>
  typeof value === 'string' ? Array.from({ length: count }, () => value) : [...(value ?? [])];

function furnishVpc(world: World, { vpc }: Appliance, { twins }: BuildOptions): string {
  const known = allTrue(world.ec2.vpcs).find(({ id, tags }) => id === vpc || tags.Name === vpc);
  if (known) return known.id;
  const make = (): string =>
    settle(world, world.ec2.vpcs, { ...named(world, { wanted: vpc, prefix: 'vpc' }), cidr: '10.0.0.0/16' }).id;
  const id = make();
  if (twins.includes('vpc')) make();
  return id;
}

function furnishSubnets(
  world: World,
  { subnets }: Appliance,
  { build, vpcId }: { build: BuildOptions; vpcId: string },
): string[] {
  const known = allTrue(world.ec2.subnets).filter(({ id, vpcId: home, tags }) =>
    typeof subnets === 'string' ? home === vpcId && tags.Name === subnets : subnets.includes(id),
  );
  if (known.length > 0) return known.map(({ id }) => id);
  const before = world.ec2.subnets.size;
  return build.zones.slice(0, typeof subnets === 'string' ? undefined : subnets.length).map((letter, index) => {
    const wanted = typeof subnets === 'string' ? subnets : (subnets[index] ?? '');
    const common = named(world, { wanted, prefix: 'subnet' });
    const place = { vpcId, zone: `${world.region}${letter}`, cidr: `10.0.${before + index}.0/24`, freeAddresses: 251 };
    const ipv6Only = build.ipv6Zones.includes(letter) && { ipv6Only: true, freeAddresses: 0 };
    return settle(world, world.ec2.subnets, { ...common, ...place, ...ipv6Only }).id;
  });
}

function furnishGroups(
  world: World,
  appliance: Appliance,
  { build, vpcId }: { build: BuildOptions; vpcId: string },
): string[] {
  return namesIn(appliance.securityGroups ?? appliance.instance, { count: 1 }).map((wanted) => {
    const name = wanted.startsWith('sg-') || wanted.startsWith('i-') ? appliance.name : wanted;
    const known = allTrue(world.ec2.securityGroups).find(
      (group) => group.id === wanted || (group.vpcId === vpcId && group.name === name),
    );
    if (known) return known.id;
    const common = named(world, { wanted: wanted.startsWith('i-') ? name : wanted, prefix: 'sg' });
    const { id } = settle(world, world.ec2.securityGroups, { ...common, vpcId, name });
    if (build.twins.includes('security-group')) {
      const twin = { id: newId(world, 'sg'), tags: common.tags, vpcId, name: `${name}-2` };
      settle(world, world.ec2.securityGroups, twin);
    }
    return id;
  });
}

export function furnishNetwork(world: World, appliance: Appliance, build: BuildOptions): NetworkIds {
  const vpcId = furnishVpc(world, appliance, build);
  const inVpc = { build, vpcId };
  return {
    vpcId,
    subnetIds: furnishSubnets(world, appliance, inVpc),
    routeTableIds: furnishRouteTables(world, appliance, inVpc),
    securityGroupIds: furnishGroups(world, appliance, inVpc),
  };
}
