/** The appliance itself: images, the instance that runs from one of them, its address and the routes to it. */
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { truth } from '../../consistency.ts';
import type { World } from '../../world.ts';
import { createdByCreateImage } from '../create-image.ts';
import { createInstance } from '../create-instance.ts';
import { newId } from '../ids.ts';
import type { Launch } from '../launch-parameters.ts';
import { userInitiated } from '../life-cycle.ts';
import { machineOf } from '../machines.ts';
import type { EbsSnapshotRecord, ImageRecord, InstanceRecord } from '../state.ts';
import { tagList } from '../tag-list.ts';
import type { BuildOptions, NetworkIds } from './options.ts';
import { furnishRoutes } from './route-tables.ts';
import { named, settle } from './settle.ts';

const HOUR_MS = 3_600_000;
type Images = { imageIds: string[]; activeImageId: string };
type Holder = { instanceId: string; networkInterfaceId: string };

function furnishImage(
  world: World,
  { image }: Appliance,
  { build, index }: { build: BuildOptions; index: number },
): string {
  const createdAtMs = world.clock.nowMs() - (build.imageAgesHours[index] ?? 0) * HOUR_MS;
  // The configuration may name one image id: that is the newest.
  const common = named(world, { wanted: index > 0 && image.startsWith('ami-') ? 'image' : image, prefix: 'ami' });
  const stamp = new Date(createdAtMs).toISOString().replace(/[-:]/g, '').slice(0, 13).replace('T', '_');
  const sizeGiB = 100;
  // A rotation of ours made those that carry its tags, and people made the others.
  const madeBy = TAG.owner in build.imageTags ? undefined : 'person';
  const ebs = settle<EbsSnapshotRecord>(world, world.ec2.ebsSnapshots, {
    ...{ id: newId(world, 'snap'), tags: {}, madeBy, createdAtMs, state: 'completed', sizeGiB },
    ...{ volumeId: 'vol-ffffffff', description: `Copied for DestinationAmi ${common.id}` },
  });
  const root = { device: '/dev/sda1', ebsSnapshotId: ebs.id, sizeGiB, volumeType: 'gp3', deleteOnTermination: true };
  return settle<ImageRecord>(world, world.ec2.images, {
    ...common,
    tags: { ...common.tags, ...build.imageTags },
    madeBy,
    name: `${image}_${stamp}`,
    ownerId: world.accountId,
    state: 'available',
    createdAtMs,
    mappings: [root],
  }).id;
}

export function furnishImages(world: World, appliance: Appliance, build: BuildOptions): Images {
  const imageIds = build.imageAgesHours.map((_, index) => furnishImage(world, appliance, { build, index }));
  // Without a single image the instance runs from one that has been deregistered since.
  return { imageIds, activeImageId: imageIds.at(-1) ?? newId(world, 'ami') };
}

/** CreateImage writes its source instance into the image and into the description of each EBS snapshot. */
export function recordSource(world: World, { imageIds, instanceId }: { imageIds: string[]; instanceId: string }): void {
  const { images, ebsSnapshots } = world.ec2;
  for (const imageId of imageIds) {
    const image = truth(images, imageId);
    if (!image) continue;
    settle(world, images, { ...image, sourceInstanceId: instanceId });
    for (const { ebsSnapshotId = '' } of image.mappings) {
      const ebs = truth(ebsSnapshots, ebsSnapshotId);
      const description = createdByCreateImage({ instanceId, imageId });
      if (ebs) settle(world, ebsSnapshots, { ...ebs, description });
    }
  }
}

type Setting = { build: BuildOptions; network: NetworkIds; imageId: string };

function launchOf(world: World, { instance }: Appliance, { build, network, imageId }: Setting): Launch {
  const subnet = truth(world.ec2.subnets, network.subnetIds[0] ?? '');
  if (!subnet) throw new Error('the simulated account has no subnet for the instance');
  const image: ImageRecord = truth(world.ec2.images, imageId) ?? {
    ...{ id: imageId, tags: {}, name: 'gone', ownerId: world.accountId, state: 'deregistered', createdAtMs: 0 },
    mappings: [],
  };
  const Name = instance.startsWith('i-') ? 'appliance' : instance;
  const Tags = tagList({ Name, ...build.instanceTags });
  const TagSpecifications = (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({
    ResourceType,
    Tags,
  }));
  const merged = {
    InstanceType: build.instanceType as 'm5.large',
    KeyName: 'company',
    ...(build.instanceProfile !== undefined && { IamInstanceProfile: { Name: build.instanceProfile } }),
    MetadataOptions: { HttpTokens: 'optional' as const, HttpPutResponseHopLimit: 1 },
    TagSpecifications,
    ...build.launched,
  };
  return { merged, image, subnet, groupIds: network.securityGroupIds, mappings: image.mappings };
}

/** Has been running for long: booted, checked and answering. */
function running(world: World, instance: InstanceRecord, { build }: { build: BuildOptions }): void {
  const launchedAtMs = world.clock.nowMs() - build.runningHours * HOUR_MS;
  settle(world, world.ec2.instances, {
    ...{ ...instance, state: 'running', launchedAtMs },
    ...(build.spot && { spot: true as const }),
  });
  Object.assign(machineOf(world, instance.id), { osAlive: true, answersFromMs: 0, checksPassFromMs: 0 });
}

function ended(world: World, instance: InstanceRecord, { state }: { state: 'stopped' | 'terminated' }): void {
  const code = 'Client.UserInitiatedShutdown';
  const told = {
    stateReason: { code, message: `${code}: User initiated shutdown` },
    transitionReason: userInitiated(world.clock.nowMs() - HOUR_MS),
  };
  const gone = state === 'terminated' && { networkInterfaceIds: [], volumeIds: [] };
  settle(world, world.ec2.instances, { ...instance, state, ...told, ...gone });
  if (state === 'terminated') for (const id of instance.networkInterfaceIds) world.ec2.networkInterfaces.delete(id);
}

function furnishOne(
  world: World,
  launch: Launch,
  { build, id }: { build: BuildOptions; id?: string | undefined },
): Holder {
  const instance = createInstance(world, launch, { clientToken: '', lagMs: 0, id });
  const networkInterfaceId = instance.networkInterfaceIds[0] ?? '';
  const item = truth(world.ec2.networkInterfaces, networkInterfaceId);
  if (item)
    settle(world, world.ec2.networkInterfaces, {
      ...item,
      sourceDestCheck: build.sourceDestCheck,
      outlives: build.interfaceOutlives,
    });
  if (build.instanceState === 'running') running(world, instance, { build });
  else ended(world, instance, { state: build.instanceState });
  return { instanceId: instance.id, networkInterfaceId };
}

export function furnishInstance(world: World, appliance: Appliance, setting: Setting): Holder {
  const { build } = setting;
  const launch = launchOf(world, appliance, setting);
  const id = appliance.instance.startsWith('i-') ? appliance.instance : undefined;
  const holder = furnishOne(world, launch, { build, id });
  if (build.twins.includes('instance')) furnishOne(world, launch, { build });
  return holder;
}

/** An instance of another owner in the same subnet, for a route that must not be touched. */
function stranger(world: World, appliance: Appliance, { build, network }: Omit<Setting, 'imageId'>): string {
  const launch = launchOf(
    world,
    { ...appliance, instance: 'somebody-else' },
    { build, network, imageId: 'ami-0000000000000000f' },
  );
  return furnishOne(world, launch, { build: { ...build, instanceState: 'running' } }).networkInterfaceId;
}

export function furnishAddress(world: World, appliance: Appliance, place: Omit<Setting, 'imageId'> & Holder): void {
  const { floatingIp } = appliance;
  const { build, networkInterfaceId } = place;
  const byId = floatingIp.startsWith('eipalloc-');
  const attached = !build.unattached && build.instanceState !== 'terminated';
  settle(world, world.ec2.addresses, {
    id: byId ? floatingIp : newId(world, 'eipalloc'),
    publicIp: byId ? `198.51.100.${10 + world.ec2.addresses.size}` : floatingIp,
    tags: { ...build.addressTags },
    ...(attached && { networkInterfaceId, associationId: newId(world, 'eipassoc') }),
  });
  const other = build.foreignRoute ? stranger(world, appliance, place) : undefined;
  furnishRoutes(world, appliance, { to: networkInterfaceId, other, tableIds: place.network.routeTableIds });
}
