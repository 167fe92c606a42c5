/** What is wrong with the address, its holder and the routes. */
import { TAG } from '../../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../../simulator/account/consistency.ts';
import type { RouteRecord, RouteTableRecord } from '../../../simulator/account/ec2/route-records.ts';
import type { NetworkInterfaceRecord } from '../../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { addressIn, prove } from '../swept.ts';
import { type Break, change, put, type Repair, swept, tagIts } from './breaking.ts';
import type { Unready } from './cases.ts';

const VPN = '10.242.2.0/24';

/** The first table's route to the VPN clients, or none at all. */
const aimed =
  (target: RouteRecord['target'] | undefined): Break =>
  ({ world }) => {
    const [table] = allTrue(world.ec2.routeTables).toSorted((one, other) => one.id.localeCompare(other.id));
    if (!table) throw new Error('there is no route table');
    const others = table.routes.filter(({ destination }) => destination !== VPN);
    const routes = target ? [...others, { destination: VPN, target }] : others;
    return put(world, world.ec2.routeTables, { id: table.id, value: { ...table, routes } });
  };

const renamed = (table: RouteTableRecord): RouteTableRecord => ({ ...table, tags: { ...table.tags, Name: 'other' } });

function interfaceOf({ world }: Simulation, active: string): NetworkInterfaceRecord {
  const [first = ''] = truth(world.ec2.instances, active)?.networkInterfaceIds ?? [];
  const found = truth(world.ec2.networkInterfaces, first);
  if (!found) throw new Error('the instance has no interface');
  return found;
}

/** As a person attaches one in the console. */
const secondInterface: Break = (simulation, active) => {
  const { world } = simulation;
  const first = interfaceOf(simulation, active);
  const instance = truth(world.ec2.instances, active);
  if (!instance) throw new Error(`there is no ${active}`);
  const second = { ...first, id: 'eni-0second' };
  const repairs = [
    put(world, world.ec2.networkInterfaces, { id: second.id, value: second }),
    put(world, world.ec2.instances, {
      id: active,
      value: { ...instance, networkInterfaceIds: [first.id, second.id] },
    }),
  ];
  return () => repairs.map((repair) => repair());
};

/** As Terraform's `aws_instance` does at any apply, unless `source_dest_check = false` is written there. */
const checkOn: Break = (simulation, active) => {
  const first = interfaceOf(simulation, active);
  const value = { ...first, sourceDestCheck: true };
  return put(simulation.world, simulation.world.ec2.networkInterfaces, { id: first.id, value });
};

const inGroup: Break = ({ world }, active) => {
  const instance = truth(world.ec2.instances, active);
  if (!instance) throw new Error(`there is no ${active}`);
  const tags = { ...instance.tags, 'aws:autoscaling:groupName': 'nat' };
  return put(world, world.ec2.instances, { id: active, value: { ...instance, tags } });
};

const profile: Break = ({ world }, active) => {
  const value = truth(world.ec2.instances, active);
  if (!value) throw new Error(`there is no ${active}`);
  const instanceProfile = { arn: 'arn:aws:iam::123456789012:instance-profile/vpn', id: 'AIPA1' };
  return put(world, world.ec2.instances, { id: active, value: { ...value, instanceProfile } });
};

const detached: Break = (simulation): Repair => {
  const { world } = simulation;
  const { allocationId } = addressIn(simulation);
  const value = truth(world.ec2.addresses, allocationId);
  if (!value) throw new Error(`there is no ${allocationId}`);
  const free = { ...value, networkInterfaceId: undefined, associationId: undefined };
  return put(world, world.ec2.addresses, { id: allocationId, value: free });
};

/** A tool of another team writes all tags anew, without ours. */
const ownerLost: Break = (simulation) => {
  const { world } = simulation;
  const { allocationId } = addressIn(simulation);
  const value = truth(world.ec2.addresses, allocationId);
  if (!value) throw new Error(`there is no ${allocationId}`);
  const { [TAG.owner]: _, ...tags } = value.tags;
  put(world, world.ec2.addresses, { id: allocationId, value: { ...value, tags } });
  return swept(simulation);
};

const LIST = 'pl-0a1b2c3d4e5f60718';
const ROUTED = { vpnCidrs: [], routeTables: [] };
const BY_LIST = { ...ROUTED, routes: [{ tables: 'app', to: [LIST], device: 0 as const }] };
const AT_EDGE = {
  ...ROUTED,
  routes: [{ tables: 'edge', to: ['10.0.1.0/24'], device: 0 as const, edge: true as const }],
};

export const TRAFFIC: Unready[] = [
  {
    check: 'address',
    how: 'the address was released',
    breakIt: ({ world }) => change(world, world.ec2.addresses, (address) => ({ ...address, publicIp: '203.0.113.99' })),
    says: /0 addresses with public-ip 203.0.113.10 .*; name one of this account and Region under floatingIp/,
  },
  {
    check: 'address',
    how: 'another stack owns the address',
    breakIt: (simulation) => tagIts(simulation, { [TAG.owner]: 'failover-prod' }),
    says: /belongs to failover-prod; take it over on purpose, or let that stack protect it/,
  },
  {
    check: 'address',
    how: 'the address was detached by hand',
    breakIt: detached,
    says: /attached to no instance; associate it with the one that serves/,
  },
  {
    check: 'address',
    how: 'the tag of its owner is gone',
    breakIt: ownerLost,
    says: /has no owner yet; the sweep does it within minutes/,
  },
  {
    check: 'address',
    how: 'another instance than its holder is recorded as active',
    breakIt: (simulation) => {
      tagIts(simulation, { [TAG.activeInstance]: 'i-0ghost' });
      const adopt = swept(simulation);
      return async () => {
        await adopt();
        // An instance that is adopted anew is on probation anew.
        prove(simulation);
      };
    },
    says: /is held by i-\w+, and i-0ghost is recorded as active; the sweep does it within minutes/,
  },
  {
    check: 'adopted',
    how: 'it was given a second network interface',
    breakIt: secondInterface,
    says: /2 network interfaces, .* only one; fix each of these/,
  },
  {
    check: 'adopted',
    how: 'it was given an instance profile without a role',
    breakIt: profile,
    says: /name its role under instanceRole/,
  },
  {
    check: 'routes',
    how: 'a route was aimed elsewhere by hand',
    breakIt: aimed({ kind: 'gateway', id: 'igw-0a1b2c3d4e5f60718' }),
    says: /10.242.2.0\/24 in rtb-\w+ -> igw-\w+; aim them at it by hand, or start a switchover/,
  },
  {
    check: 'routes',
    how: 'a route was deleted by hand',
    breakIt: aimed(undefined),
    says: /10.242.2.0\/24 in rtb-\w+ .*; aim them at it by hand, or start a switchover/,
  },
  {
    check: 'routes',
    how: 'a route leads to an interface that is gone',
    breakIt: aimed({ kind: 'network-interface', id: 'eni-0gone' }),
    says: /10.242.2.0\/24 in rtb-\w+ -> eni-0gone.*; aim them at it by hand, or start a switchover/,
  },
  {
    check: 'routes',
    how: 'an apply has switched the source/destination check of the active one on',
    breakIt: checkOn,
    says: /2 routes lead to eni-\w+, which does not forward: .*; switch it off: aws ec2 modify-network-interface-attribute --network-interface-id eni-\w+ --no-source-dest-check/,
  },
  {
    check: 'adopted',
    how: 'it was put into an Auto Scaling group',
    breakIt: inGroup,
    says: /Auto Scaling group nat, which would terminate it .*: detach it \(aws autoscaling detach-instances/,
  },
  {
    check: 'routes',
    how: 'the route tables were given another name',
    breakIt: ({ world }) => change(world, world.ec2.routeTables, renamed),
    says: /none found for "public" in vpc-\w+; name tables that are there under routeTables/,
  },
  {
    check: 'vpn-cidr',
    how: 'a subnet of the VPC has the addresses of the VPN clients',
    breakIt: ({ world }) => {
      const [subnet] = allTrue(world.ec2.subnets);
      if (!subnet) throw new Error('there is no subnet');
      const value = { ...subnet, id: 'subnet-0other', tags: {}, cidr: '10.242.0.0/16' };
      return put(world, world.ec2.subnets, { id: value.id, value });
    },
    says: /10.242.2.0\/24 lies inside 10.242.0.0\/16 of subnet-0other; give the VPN pool addresses/,
  },
  {
    check: 'route-quota',
    how: 'a prefix list has become larger than its table may be',
    setting: { appliance: BY_LIST, build: { prefixLists: { [LIST]: 20 } } },
    breakIt: ({ world }) => change(world, world.ec2.prefixLists, (list) => ({ ...list, maxEntries: 60 })),
    says: /rtb-\w+ needs 62 entries and may have 50, because a prefix list counts with its maximum .*ask for a higher quota/,
  },
  {
    check: 'route-quota',
    how: 'the prefix list does not exist',
    setting: { appliance: BY_LIST, build: { prefixLists: { [LIST]: 20 } } },
    breakIt: ({ world }) => put(world, world.ec2.prefixLists, { id: LIST, value: undefined }),
    says: /the prefix list pl-0a1b2c3d4e5f60718 does not exist; correct routes/,
  },
  {
    check: 'edge',
    how: 'the table of the internet gateway is not marked as one',
    setting: { appliance: BY_LIST, build: { prefixLists: { [LIST]: 20 } } },
    breakIt: ({ world }) =>
      change(world, world.ec2.routeTables, (table) => ({ ...table, gatewayId: 'igw-0a1b2c3d4e5f60718' })),
    says: /rtb-\w+ is the table of igw-0a1b2c3d4e5f60718; write edge: true/,
  },
  {
    check: 'edge',
    how: 'a table that is marked so belongs to no gateway',
    setting: { appliance: AT_EDGE },
    breakIt: ({ world }) => change(world, world.ec2.routeTables, (table) => ({ ...table, gatewayId: undefined })),
    says: /rtb-\w+ is no table of a gateway; remove edge: true/,
  },
  {
    check: 'edge',
    how: 'the subnet behind the gateway was replaced by a larger one',
    setting: { appliance: AT_EDGE },
    breakIt: ({ world }) => {
      const subnet = allTrue(world.ec2.subnets).find(({ cidr }) => cidr === '10.0.1.0/24');
      if (!subnet) throw new Error('there is no such subnet');
      return put(world, world.ec2.subnets, { id: subnet.id, value: { ...subnet, cidr: '10.0.1.0/25' } });
    },
    says: /10.0.1.0\/24 in rtb-\w+: the table of a gateway leads only to the whole CIDR/,
  },
];
