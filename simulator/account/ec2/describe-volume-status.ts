/** DescribeVolumeStatus, of which the initialization is modelled. */
import type { DescribeVolumeStatusRequest, DescribeVolumeStatusResult, VolumeStatusItem } from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import { progressOf } from './initialization.ts';
import { select } from './lookup.ts';
import type { VolumeRecord } from './state.ts';

function present(world: World, volume: VolumeRecord): VolumeStatusItem {
  const Progress = progressOf(volume, world.clock.nowMs());
  const InitializationType = volume.initializationRate === undefined ? 'default' : 'provisioned-rate';
  return {
    VolumeId: volume.id,
    AvailabilityZone: volume.zone,
    ...(Progress !== undefined && { InitializationStatusDetails: { InitializationType, Progress } }),
  };
}

export function describeVolumeStatus(world: World, input: DescribeVolumeStatusRequest): DescribeVolumeStatusResult {
  onlyKnows(input, { what: 'DescribeVolumeStatus parameter', known: ['VolumeIds', 'DryRun'] });
  const found = select(world, world.ec2.volumes, { ids: input.VolumeIds, prefix: 'vol-' });
  return { VolumeStatuses: found.map((volume) => present(world, volume)) };
}
