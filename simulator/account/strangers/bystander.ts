/** Another team's resources in the same account: harm to them shows that something was touched that is not ours. */
import { partitionOf } from '../../../shared/domain/partition.ts';
import { write } from '../consistency.ts';
import { createdByCreateImage } from '../ec2/create-image.ts';
import { machineOf } from '../ec2/machines.ts';
import type { EbsSnapshotRecord, ImageRecord, InstanceRecord } from '../ec2/state.ts';
import type { World } from '../world.ts';

/** Fixed, so that an account with a bystander draws the same numbers as one without. */
export const DATABASE = {
  instanceId: 'i-0da7aba5e0000000a',
  networkInterfaceId: 'eni-0da7aba5e0000000a',
  volumeId: 'vol-0da7aba5e0000000a',
  imageId: 'ami-0da7aba5e0000000a',
  snapshotId: 'snap-0da7aba5e0000000a',
  /** Its image was deregistered, and the backup was kept on purpose. */
  keptSnapshotId: 'snap-0da7aba5e0000000b',
} as const;

/** It has run for a year. */
const YEAR_MS = 365 * 86_400_000;

type Place = { subnetId: string; vpcId: string; zone: string; groupIds: string[] };

function instance({ accountId, region }: World, { subnetId, vpcId, zone }: Place, atMs: number): InstanceRecord {
  return {
    ...{ id: DATABASE.instanceId, tags: { Name: 'database' }, madeBy: 'bystander', state: 'running' },
    ...{ transitionReason: '', launchedAtMs: atMs, type: 't3.nano', imageId: 'ami-0da7aba5e0000000f' },
    ...{ subnetId, vpcId, zone, networkInterfaceIds: [DATABASE.networkInterfaceId], volumeIds: [DATABASE.volumeId] },
    ...{
      keyName: 'database',
      metadata: {},
      attributes: {},
      ebsOptimized: false,
      autoRecovery: 'default',
      monitoring: false,
    },
    ...{
      disableApiStop: false,
      disableApiTermination: false,
      shutdownBehavior: 'stop' as const,
      clientToken: '',
      reservationId: 'r-0da7aba5e0000000a',
    },
    instanceProfile: {
      arn: `arn:${partitionOf(region).name}:iam::${accountId}:instance-profile/database`,
      id: 'AIPAdatabase',
    },
  };
}

const snapshot = (id: string, imageId: string, createdAtMs: number): EbsSnapshotRecord => ({
  ...{ id, tags: { Name: 'database' }, madeBy: 'bystander', createdAtMs, state: 'completed', sizeGiB: 20 },
  ...{ volumeId: DATABASE.volumeId, description: createdByCreateImage({ instanceId: DATABASE.instanceId, imageId }) },
});

function image({ accountId }: World, createdAtMs: number): ImageRecord {
  const ebs = { ebsSnapshotId: DATABASE.snapshotId, sizeGiB: 20, volumeType: 'gp3', deleteOnTermination: true };
  return {
    ...{ id: DATABASE.imageId, tags: { Name: 'database' }, madeBy: 'bystander', name: 'database_backup' },
    ...{ ownerId: accountId, state: 'available', createdAtMs, sourceInstanceId: DATABASE.instanceId },
    mappings: [{ device: '/dev/sda1', ...ebs }],
  };
}

/** A database with an image of it, its snapshot, and a snapshot whose image is gone. It has been there for long. */
export function furnishBystander(world: World, place: Place): void {
  const { instances, networkInterfaces, volumes, images, ebsSnapshots } = world.ec2;
  const beganMs = world.clock.nowMs() - YEAR_MS;
  const { instanceId, networkInterfaceId, volumeId, snapshotId, keptSnapshotId, imageId } = DATABASE;
  const put = <Value extends { id: string }>(table: Parameters<typeof write<Value>>[1], value: Value): void =>
    write(world, table, { id: value.id, value, lagMs: 0 });
  put(networkInterfaces, {
    ...{ id: networkInterfaceId, tags: {}, ...place, privateIp: '10.0.0.250', sourceDestCheck: true, instanceId },
  });
  put(volumes, {
    ...{ id: volumeId, tags: {}, zone: place.zone, instanceId, createdAtMs: beganMs, device: '/dev/sda1' },
    ...{ sizeGiB: 20, volumeType: 'gp3', deleteOnTermination: true },
  });
  put(instances, instance(world, place, beganMs));
  put(images, image(world, beganMs));
  put(ebsSnapshots, snapshot(snapshotId, imageId, beganMs));
  put(ebsSnapshots, snapshot(keptSnapshotId, 'ami-0da7aba5e0000000e', beganMs));
  Object.assign(machineOf(world, instanceId), { osAlive: true, answersFromMs: 0, checksPassFromMs: 0 });
}
