/** Writes a new instance with its network interface and volumes into the account; nothing is checked here. */
import { partitionOf } from '../../../shared/domain/partition.ts';
import { callers } from '../caller.ts';
import { drawLagMs, truth, write } from '../consistency.ts';
import type { Tags } from '../filters.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import type { Launch } from './launch-parameters.ts';
import type { InstanceRecord, LaunchAttributes, MappingRecord, NetworkInterfaceRecord, SubnetRecord } from './state.ts';
import { tagsFor } from './tag-list.ts';

type Part = { instanceId: string; lagMs: number; tags: Tags };

/** The next address of the subnet: the 10.x.y prefix of its CIDR and a drawn last byte. */
function privateIpIn(world: World, { cidr }: SubnetRecord): string {
  return `${cidr.split('.').slice(0, 3).join('.')}.${4 + Math.floor(world.random() * 250)}`;
}

function createInterface(world: World, { subnet, groupIds }: Launch, part: Part): string {
  const id = newId(world, 'eni');
  const value: NetworkInterfaceRecord = {
    id,
    tags: part.tags,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    privateIp: privateIpIn(world, subnet),
    groupIds,
    sourceDestCheck: true,
    instanceId: part.instanceId,
  };
  write(world, world.ec2.networkInterfaces, { id, value, lagMs: part.lagMs });
  const left = truth(world.ec2.subnets, subnet.id) ?? subnet;
  const freeAddresses = left.freeAddresses - 1;
  write(world, world.ec2.subnets, { id: subnet.id, value: { ...left, freeAddresses }, lagMs: part.lagMs });
  return id;
}

function createVolume(world: World, mapping: MappingRecord, { zone, ...part }: Part & { zone: string }): string {
  const id = newId(world, 'vol');
  const { instanceId, tags, lagMs } = part;
  const value = { ...mapping, id, tags, zone, instanceId, createdAtMs: world.clock.nowMs() };
  write(world, world.ec2.volumes, { id, value, lagMs });
  return id;
}

const profileOf = (world: World, { merged }: Launch): InstanceRecord['instanceProfile'] => {
  const given = merged.IamInstanceProfile;
  if (!given) return undefined;
  const arn =
    given.Arn ?? `arn:${partitionOf(world.region).name}:iam::${world.accountId}:instance-profile/${given.Name}`;
  return { arn, id: `AIPA${given.Name ?? given.Arn?.split('/').at(-1) ?? ''}` };
};

const attributesIn = ({
  Placement,
  CapacityReservationSpecification,
  PrivateDnsNameOptions,
  CreditSpecification,
}: Launch['merged']): LaunchAttributes => ({
  ...(Placement && { Placement }),
  ...(CapacityReservationSpecification && { CapacityReservationSpecification }),
  ...(PrivateDnsNameOptions && { PrivateDnsNameOptions }),
  ...(CreditSpecification && { CreditSpecification }),
});

function optionsOf({ merged }: Launch) {
  return {
    keyName: merged.KeyName,
    metadata: merged.MetadataOptions ?? {},
    userData: merged.UserData,
    ebsOptimized: merged.EbsOptimized ?? false,
    // The default of EC2: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-recover.html
    autoRecovery: merged.MaintenanceOptions?.AutoRecovery ?? 'default',
    monitoring: merged.Monitoring?.Enabled ?? false,
    attributes: attributesIn(merged),
    disableApiStop: merged.DisableApiStop ?? false,
    disableApiTermination: merged.DisableApiTermination ?? false,
    shutdownBehavior: merged.InstanceInitiatedShutdownBehavior ?? ('stop' as const),
  };
}

/** `lagMs` and `id` are for what existed before the story began. */
type Creation = { clientToken: string; lagMs?: number | undefined; id?: string | undefined };

/** One lag for all of it: an instance, its interface and its volumes appear together. */
export function createInstance(world: World, launch: Launch, how: Creation): InstanceRecord {
  const { merged, subnet, image, mappings } = launch;
  const { clientToken, id = newId(world, 'i'), lagMs = drawLagMs(world) } = how;
  const part = (type: string): Part => ({ instanceId: id, lagMs, tags: tagsFor(type, merged.TagSpecifications) });
  const networkInterfaceIds = [createInterface(world, launch, part('network-interface'))];
  const volumes = { ...part('volume'), zone: subnet.zone };
  const instance: InstanceRecord = {
    id,
    tags: part('instance').tags,
    state: 'pending',
    transitionReason: '',
    launchedAtMs: world.clock.nowMs(),
    type: merged.InstanceType ?? 'm1.small',
    imageId: image.id,
    subnetId: subnet.id,
    vpcId: subnet.vpcId,
    zone: subnet.zone,
    networkInterfaceIds,
    volumeIds: mappings.map((mapping) => createVolume(world, mapping, volumes)),
    instanceProfile: profileOf(world, launch),
    clientToken,
    madeBy: callers.getStore()?.name,
    reservationId: newId(world, 'r'),
    ...optionsOf(launch),
  };
  write(world, world.ec2.instances, { id, value: instance, lagMs });
  return instance;
}
