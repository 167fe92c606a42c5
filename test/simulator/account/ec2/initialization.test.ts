/** How far EBS has read a volume from its EBS snapshot, and what that means for a boot. */
import { DescribeInstancesCommand, DescribeVolumeStatusCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { progressOf } from '../../../../simulator/account/ec2/initialization.ts';
import { inAccount } from '../../../support/simulated-account.ts';

const VOLUME = {
  ...{ id: 'vol-1', tags: {}, device: '/dev/sda1', ebsSnapshotId: 'snap-1', sizeGiB: 100, volumeType: 'gp3' },
  ...{ deleteOnTermination: true, zone: 'ap-northeast-1a', createdAtMs: 0 },
};

describe('the initialization of volumes', () => {
  test('begins when the volume is made', () =>
    inAccount({}, async ({ clients, ids }) => {
      const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [ids.instanceId] }));
      const [mapping] = Reservations?.[0]?.Instances?.[0]?.BlockDeviceMappings ?? [];
      const VolumeIds = [mapping?.Ebs?.VolumeId ?? ''];
      const { VolumeStatuses } = await clients.ec2.send(new DescribeVolumeStatusCommand({ VolumeIds }));
      expect(VolumeStatuses?.[0]?.InitializationStatusDetails).toEqual({
        InitializationType: 'default',
        Progress: 0,
      });
    }));

  test('takes hours without a rate and minutes with one, and is shown every five minutes', () => {
    expect(progressOf(VOLUME, 299_000)).toBe(0);
    expect(progressOf(VOLUME, 10_240_000)).toBe(49);
    expect(progressOf({ ...VOLUME, initializationRate: 300 }, 600_000)).toBe(100);
  });

  test('is not shown for a volume that was made of no EBS snapshot', () => {
    expect(progressOf({ ...VOLUME, ebsSnapshotId: undefined }, 1_000)).toBeUndefined();
  });
});
