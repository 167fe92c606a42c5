/** What is wrong with the place where a replacement would start, and with what it would start from. */
import { TAG } from '../../../shared/domain/snapshot.ts';
import { truth } from '../../../simulator/account/consistency.ts';
import type { ImageRecord, SubnetRecord } from '../../../simulator/account/ec2/state.ts';
import type { Simulation } from '../../../simulator/stories/simulation.ts';
import { alter } from '../console-hands.ts';
import { type Break, change, fault, put, swept, takeAway } from './breaking.ts';
import type { Unready } from './cases.ts';

const images =
  (changed: (image: ImageRecord, simulation: Simulation) => ImageRecord): Break =>
  (simulation) =>
    change(simulation.world, simulation.world.ec2.images, (image) => changed(image, simulation));

const subnets =
  (changed: (subnet: SubnetRecord) => SubnetRecord): Break =>
  ({ world }) =>
    change(world, world.ec2.subnets, changed);

const tagged = <Value extends { tags: Record<string, string> }>(value: Value, tags: Record<string, string>): Value => ({
  ...value,
  tags: { ...value.tags, ...tags },
});

const isFull =
  (zones: string[]) =>
  (subnet: SubnetRecord): SubnetRecord =>
    zones.some((zone) => subnet.zone.endsWith(zone)) ? { ...subnet, freeAddresses: 0 } : subnet;

const HOUR_MS = 3_600_000;

const IMAGES: Unready[] = [
  {
    check: 'image-exists',
    how: 'its images are gone',
    breakIt: ({ world }) => takeAway(world.ec2.images),
    says: /none of the 0 available images .*; start a rotation, or create an image whose tag Name is "sophos"/,
  },
  {
    check: 'image-exists',
    how: 'none of its images was ever called good',
    breakIt: images((image) => tagged(image, { [TAG.image]: 'candidate' })),
    says: /none of the 3 available images .* is good; start a rotation/,
  },
  {
    check: 'image-exists',
    how: 'all of its Name are those of another appliance',
    breakIt: images((image) => tagged(image, { [TAG.appliance]: 'vpn', [TAG.owner]: 'failover-dev' })),
    says: /none of the 3 available images .* is good for sophos of failover-dev: 3 of them belong to another appliance/,
  },
  {
    check: 'image-exists',
    how: 'EC2 has lost its images',
    breakIt: images((image) => ({ ...image, state: 'failed' })),
    says: /none of the 0 available images .*; start a rotation/,
  },
  {
    check: 'image-age',
    how: 'the last nights have made none',
    breakIt: images((image) => ({ ...image, createdAtMs: image.createdAtMs - 24 * HOUR_MS })),
    says: /30 h old, and cron\(.*\) should have made one within 26 h; see why the last rotation failed or was held/,
  },
  {
    check: 'proof-age',
    how: 'the last proof is sixteen days old',
    breakIt: images((image) => tagged(image, { [TAG.provenAt]: '2026-11-05T03:00:00.000Z' })),
    says: /16 days old; start a rotation with "prove": true/,
  },
];

export const PLACE: Unready[] = [
  ...IMAGES,
  {
    check: 'subnet',
    how: 'the other subnets are full',
    breakIt: subnets(isFull(['c', 'd'])),
    says: /no address is free in subnet-\w+, subnet-\w+; free some, or add a subnet/,
  },
  {
    check: 'subnet',
    how: 'no subnet of that name is in another zone any more',
    breakIt: subnets((subnet) => (subnet.zone.endsWith('a') ? subnet : tagged(subnet, { Name: 'private' }))),
    says: /no configured subnet is in another zone than ap-northeast-1a; add one under subnets/,
  },
  {
    check: 'subnet',
    how: 'no subnet is in its home zone any more',
    setting: { appliance: { homeZone: 'ap-northeast-1d' } },
    breakIt: subnets((subnet) => (subnet.zone.endsWith('d') ? tagged(subnet, { Name: 'private' }) : subnet)),
    says: /no configured subnet is in the home zone ap-northeast-1d; add one under subnets, or correct homeZone/,
  },
  {
    check: 'subnet',
    how: 'its VPC belongs to another account, which shares it',
    breakIt: subnets((subnet) => ({ ...subnet, ownerId: '999999999999' })),
    says: /subnet-\w+, subnet-\w+, subnet-\w+ belong to account 999999999999, which shares its VPC: .* not supported; deploy in account 999999999999, or move/,
  },
  {
    check: 'subnet',
    how: 'no subnet has the configured name',
    breakIt: subnets((subnet) => tagged(subnet, { Name: 'private' })),
    says: /none named "public" .*; name under vpc and subnets what is there/,
  },
  {
    check: 'subnet',
    how: 'one of its configured subnets was deleted',
    setting: { appliance: { subnets: ['subnet-0a', 'subnet-0c', 'subnet-0d'] } },
    breakIt: ({ world }) => put(world, world.ec2.subnets, { id: 'subnet-0d', value: undefined }),
    says: /InvalidSubnetID.NotFound: The subnet ID 'subnet-0d' does not exist; name under vpc and subnets what is there/,
  },
  {
    check: 'subnet',
    how: 'a second VPC was given the same name',
    breakIt: ({ world }) => {
      const value = { id: 'vpc-0twin', cidr: '10.9.0.0/16', tags: { Name: 'my-vpc' } };
      return put(world, world.ec2.vpcs, { id: value.id, value });
    },
    says: /2 VPCs have the Name "my-vpc"; exactly one is needed, or its id/,
  },
  {
    check: 'type-offered',
    how: 'EC2 has its type in no other zone',
    breakIt: (simulation) => fault(simulation, { kind: 'type-not-offered', type: 'm5.large' }),
    says: /offers m5.large in none of ap-northeast-1c, ap-northeast-1d; list a type under instanceTypes/,
  },
  {
    check: 'type-offered',
    how: 'one of its fallbacks has another architecture than the image',
    setting: { appliance: { instanceTypes: ['m5a.large'] } },
    breakIt: images((image) => ({ ...image, bootMode: 'uefi-preferred', architecture: 'arm64' })),
    says: /m5.large does not fit ami-\w+: it is x86_64, and the image arm64, m5a.large does not fit .*; list types/,
  },
  {
    check: 'type-offered',
    how: 'EC2 has neither its type nor any fallback there',
    setting: { appliance: { instanceTypes: ['m5a.large'] } },
    breakIt: (simulation) => {
      const repairs = ['m5.large', 'm5a.large'].map((type) => fault(simulation, { kind: 'type-not-offered', type }));
      return () => repairs.map((repair) => repair());
    },
    says: /offers m5.large, m5a.large in none of ap-northeast-1c, ap-northeast-1d; list a type/,
  },
  {
    check: 'type-offered',
    how: 'EC2 has its type only where no address is free',
    breakIt: async (simulation, active) => {
      const repairs = [
        fault(simulation, { kind: 'type-not-offered', type: 'm5.large', zone: 'ap-northeast-1c' }),
        await subnets(isFull(['d']))(simulation, active),
      ];
      return () => repairs.map((repair) => repair());
    },
    says: /offers m5.large in none of ap-northeast-1c; list a type under instanceTypes/,
  },
  {
    check: 'permissions',
    how: 'its key pair was deleted',
    breakIt: (simulation) => fault(simulation, { kind: 'launch-part-gone', part: 'key-pair' }),
    says: /would refuse the launch: ec2:RunInstances \(InvalidKeyPair.NotFound: The key pair 'company' does not exist\)/,
  },
  {
    check: 'permissions',
    how: 'a service control policy requires a tag that it does not carry',
    breakIt: (simulation) => fault(simulation, { kind: 'tag-policy', key: 'CostCenter', says: 'required' }),
    says: /denied: launch-replacement ec2:RunInstances; .*EC2 says: UnauthorizedOperation: .* with an explicit deny in a service control policy/,
  },
  {
    check: 'permissions',
    how: 'its instance profile was deleted',
    setting: { appliance: { instanceRole: 'utm' }, build: { instanceProfile: 'utm' } },
    breakIt: (simulation) => fault(simulation, { kind: 'launch-part-gone', part: 'instance-profile' }),
    says: /RunInstances \(InvalidParameterValue: Value \(.*utm\) for parameter iamInstanceProfile.arn is invalid/,
  },
  {
    check: 'vcpu-quota',
    how: 'one vCPU is left',
    breakIt: ({ world: { quotas } }) => {
      const { standardVcpus } = quotas;
      quotas.standardVcpus = 3;
      return () => Object.assign(quotas, { standardVcpus });
    },
    says: /2 of 3 vCPUs .* needs 2 more; ask for a higher quota/,
  },
  {
    check: 'launch-template',
    how: 'a person has given the live instance a tag',
    breakIt: (simulation, active) => {
      const tags = truth(simulation.world.ec2.instances, active)?.tags ?? {};
      alter(simulation.world, active, { tags: { ...tags, CostCenter: '4711' } });
      return () => alter(simulation.world, active, { tags });
    },
    says: /differs from the live instance in tags; the sweep refreshes it within minutes/,
  },
  {
    check: 'launch-template',
    how: 'the live instance was given another key',
    breakIt: (simulation, active) => {
      const keyName = truth(simulation.world.ec2.instances, active)?.keyName;
      alter(simulation.world, active, { keyName: 'another' });
      return () => alter(simulation.world, active, { keyName });
    },
    says: /differs from the live instance in key; the sweep refreshes it within minutes/,
  },
  {
    check: 'launch-template',
    how: 'the template was deleted by hand',
    breakIt: (simulation) => {
      simulation.world.ec2.launchTemplates.clear();
      return swept(simulation);
    },
    says: /no launch template failover-dev-sophos of ours; the sweep writes it/,
  },
];
