/** How an image goes, and what becomes of its EBS snapshots. */
import {
  CreateImageCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeSnapshotsCommand,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const newest = ({ ids }: Told): string => ids.imageIds[0] ?? '';

const deregister = ({ clients }: Told, ImageId: string, DeleteAssociatedSnapshots?: boolean) =>
  clients.ec2.send(new DeregisterImageCommand({ ImageId, DeleteAssociatedSnapshots }));

async function imagesOf({ clients }: Told, input: { ImageIds?: string[]; Owners?: string[] }) {
  const seen = [];
  let NextToken: string | undefined;
  do {
    const page = await clients.ec2.send(new DescribeImagesCommand({ ...input, NextToken }));
    seen.push(...(page.Images ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return seen;
}

async function snapshotIdOf(told: Told, imageId: string): Promise<string> {
  const [image] = await imagesOf(told, { ImageIds: [imageId] });
  return image?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? '';
}

async function snapshotIds({ clients }: Told): Promise<(string | undefined)[]> {
  const { Snapshots = [] } = await clients.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
  return Snapshots.map(({ SnapshotId }) => SnapshotId);
}

const deleteSnapshot = ({ clients }: Told, SnapshotId: string) =>
  clients.ec2.send(new DeleteSnapshotCommand({ SnapshotId }));

async function pendingImage({ clients, ids }: Told): Promise<string> {
  const request = { InstanceId: ids.instanceId, Name: 'sophos_20261121_0300', NoReboot: true };
  return (await clients.ec2.send(new CreateImageCommand(request))).ImageId ?? '';
}

describe('DeregisterImage', () => {
  test('the image is listed as deregistered for a while, and then not at all', () =>
    inAccount({}, async (told) => {
      const id = newest(told);
      await deregister(told, id);
      expect((await imagesOf(told, { ImageIds: [id] }))[0]?.State).toBe('deregistered');
      expect(await codeOf(deregister(told, id))).toBe('InvalidAMIID.Unavailable');
      await told.world.clock.sleep(600_000);
      expect(await codeOf(imagesOf(told, { ImageIds: [id] }))).toBe('InvalidAMIID.NotFound');
      expect(await imagesOf(told, { Owners: ['self'] })).toHaveLength(2);
      expect(await codeOf(deregister(told, id))).toBe('InvalidAMIID.Unavailable');
    }));

  test('while an instance of it exists, asking for its id is no error but finds nothing', () =>
    inAccount({}, async (told) => {
      await deregister(told, told.ids.activeImageId);
      await told.world.clock.sleep(600_000);
      const read = { ImageIds: [told.ids.activeImageId] };
      expect(await imagesOf(told, read)).toEqual([]);
      await told.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [told.ids.instanceId] }));
      await told.world.clock.sleep(61_000);
      expect(await codeOf(imagesOf(told, read))).toBe('InvalidAMIID.NotFound');
    }));

  test('nothing is launched from it any more, and its name is free', () =>
    inAccount({}, async (told) => {
      const id = await pendingImage(told);
      expect(await codeOf(pendingImage(told))).toBe('InvalidAMIName.Duplicate');
      await deregister(told, id);
      const launch = new RunInstancesCommand({ ...launchOf(told), ImageId: id });
      expect(await codeOf(told.clients.launcher.send(launch))).toBe('InvalidAMIID.Unavailable');
      expect(await codeOf(pendingImage(told))).toBe('succeeded');
    }));

  test('its EBS snapshots stay unless they are to go with it', () =>
    inAccount({}, async (told) => {
      const [kept, gone] = await Promise.all(told.ids.imageIds.map((id) => snapshotIdOf(told, id)));
      await deregister(told, newest(told));
      const { DeleteSnapshotResults } = await deregister(told, told.ids.imageIds[1] ?? '', true);
      expect(DeleteSnapshotResults).toEqual([{ SnapshotId: gone, ReturnCode: 'success' }]);
      expect(await snapshotIds(told)).toContain(kept);
      expect(await snapshotIds(told)).not.toContain(gone);
    }));

  test('a caller that may not delete EBS snapshots loses the image and keeps them', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'deny', action: 'DeleteSnapshot' });
      const SnapshotId = await snapshotIdOf(told, newest(told));
      const { DeleteSnapshotResults } = await deregister(told, newest(told), true);
      expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: 'missing-permissions' }]);
      expect(await snapshotIds(told)).toContain(SnapshotId);
    }));

  test('a server fault at the EBS snapshot does not undo it either', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'fail', action: 'DeleteSnapshot', code: 'InternalError', times: 1, status: 500 });
      const { DeleteSnapshotResults } = await deregister(told, newest(told), true);
      expect(DeleteSnapshotResults?.[0]?.ReturnCode).toBe('internal-error');
    }));

  test('a pending image goes and leaves its EBS snapshots behind, which are finished all the same', () =>
    inAccount({}, async (told) => {
      const before = await snapshotIds(told);
      const { DeleteSnapshotResults } = await deregister(told, await pendingImage(told), true);
      expect(DeleteSnapshotResults).toEqual([]);
      await told.world.clock.sleep(900_000);
      const orphan = (await snapshotIds(told)).find((id) => !before.includes(id)) ?? '';
      const { Snapshots } = await told.clients.ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [orphan] }));
      expect(Snapshots?.[0]?.State).toBe('completed');
      expect(await codeOf(deleteSnapshot(told, orphan))).toBe('succeeded');
    }));

  test('a pending image that is gone does not come back when it would have been finished', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'image-slow', seconds: 20 });
      const id = await pendingImage(told);
      await deregister(told, id);
      await told.world.clock.sleep(25_000);
      expect((await imagesOf(told, { ImageIds: [id] }))[0]?.State).toBe('deregistered');
    }));

  test('its EBS snapshots go with it though reads still show the image', () =>
    inAccount({}, async (told) => {
      told.world.ec2.settings.consistency = { lagFactor: 1000, flickers: false };
      const { DeleteSnapshotResults } = await deregister(told, newest(told), true);
      expect(DeleteSnapshotResults?.map(({ ReturnCode }) => ReturnCode)).toEqual(['success']);
    }));

  test('an unknown image is not found', () =>
    inAccount({}, async (told) =>
      expect(await codeOf(deregister(told, 'ami-0nothing'))).toBe('InvalidAMIID.NotFound'),
    ));
});

describe('DeleteSnapshot', () => {
  test('an EBS snapshot of an image is in use until the image is gone', () =>
    inAccount({}, async (told) => {
      const id = await snapshotIdOf(told, newest(told));
      expect(await codeOf(deleteSnapshot(told, id))).toBe('InvalidSnapshot.InUse');
      await deregister(told, newest(told));
      expect(await codeOf(deleteSnapshot(told, id))).toBe('succeeded');
      expect(await codeOf(deleteSnapshot(told, id))).toBe('InvalidSnapshot.NotFound');
    }));

  test('right after the image was deregistered the EBS snapshot is still in use', () =>
    inAccount({}, async (told) => {
      const id = await snapshotIdOf(told, newest(told));
      told.world.ec2.settings.consistency = { lagFactor: 1000, flickers: false };
      await deregister(told, newest(told));
      expect(await codeOf(deleteSnapshot(told, id))).toBe('InvalidSnapshot.InUse');
      await told.world.clock.sleep(6_000_000);
      expect(await codeOf(deleteSnapshot(told, id))).toBe('succeeded');
    }));

  test('nothing of it is kept in memory once reads do not show it any more', () =>
    inAccount({}, async (told) => {
      await deregister(told, newest(told), true);
      await told.world.clock.sleep(600_000);
      expect([told.world.ec2.ebsSnapshots.size, told.world.ec2.images.size]).toEqual([2, 2]);
    }));
});

test('reading EBS snapshots without a filter is served from the smaller bucket', () =>
  inAccount({}, async (told) => {
    await Promise.all(Array.from({ length: 70 }, () => snapshotIds(told)));
    const refused = told.world.calls.filter(({ error }) => error === 'RequestLimitExceeded');
    expect(refused.length).toBeGreaterThan(0);
  }));

describe('under faults', () => {
  test('a slow EC2 needs as long as the fault says', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'image-slow', seconds: 20_000 });
      const id = await pendingImage(told);
      await told.world.clock.sleep(19_000_000);
      expect((await imagesOf(told, { ImageIds: [id] }))[0]?.State).toBe('pending');
      await told.world.clock.sleep(1_000_000);
      expect((await imagesOf(told, { ImageIds: [id] }))[0]?.State).toBe('available');
    }));

  test('a failed image says so, keeps its name and leaves its EBS snapshots behind', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'image-fails' });
      const before = await snapshotIds(told);
      const id = await pendingImage(told);
      await told.world.clock.sleep(900_000);
      const [image] = await imagesOf(told, { ImageIds: [id] });
      expect(image).toMatchObject({ State: 'failed', StateReason: { Code: 'Server.InternalError' } });
      expect(await codeOf(pendingImage(told))).toBe('InvalidAMIName.Duplicate');
      expect((await deregister(told, id, true)).DeleteSnapshotResults).toEqual([]);
      expect(await snapshotIds(told)).toHaveLength(before.length + 1);
    }));

  test('a protected image says so and cannot be deregistered until it is not', () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'image-protected', imageId: newest(told) } as const;
      switchOn(told.world, fault);
      const protection = (await imagesOf(told, { Owners: ['self'] })).map((image) => image.DeregistrationProtection);
      expect(protection.toSorted()).toEqual(['disabled', 'disabled', 'enabled-without-cooldown']);
      expect(await codeOf(deregister(told, newest(told)))).toBe('OperationNotPermitted');
      switchOff(told.world, fault);
      expect(await codeOf(deregister(told, newest(told)))).toBe('succeeded');
    }));

  test('a shared EBS snapshot is skipped, and in use for a caller that insists', () =>
    inAccount({}, async (told) => {
      const SnapshotId = await snapshotIdOf(told, newest(told));
      const fault = { kind: 'snapshot-shared', imageId: newest(told) } as const;
      switchOn(told.world, fault);
      const { DeleteSnapshotResults } = await deregister(told, newest(told), true);
      expect(DeleteSnapshotResults).toEqual([{ SnapshotId, ReturnCode: 'skipped' }]);
      expect(await codeOf(deleteSnapshot(told, SnapshotId))).toBe('InvalidSnapshot.InUse');
      switchOff(told.world, fault);
      expect(await codeOf(deleteSnapshot(told, SnapshotId))).toBe('succeeded');
    }));

  test("a stranger's image looks like ours to a caller that does not ask for the owner, and is not ours to deregister", () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'foreign-image-tagged-like-ours', imageId: newest(told) } as const;
      switchOn(told.world, fault);
      const own = await imagesOf(told, { Owners: ['self'] });
      const all = await imagesOf(told, {});
      const [foreign] = all.filter(({ ImageId }) => !own.some((image) => image.ImageId === ImageId));
      expect(own).toHaveLength(3);
      expect(foreign).toMatchObject({ Name: own[0]?.Name, Tags: own[0]?.Tags, OwnerId: '999999999999' });
      expect(own.map(({ CreationDate = '' }) => CreationDate < (foreign?.CreationDate ?? ''))).toEqual([
        true,
        true,
        true,
      ]);
      expect(await codeOf(deregister(told, foreign?.ImageId ?? ''))).toBe('AuthFailure');
      switchOff(told.world, fault);
      expect(await imagesOf(told, {})).toHaveLength(3);
    }));

  test('a type that a zone does not have is neither offered nor launched there', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'type-not-offered', type: 'm5.large', zone: 'ap-northeast-1c' });
      const Filters = [{ Name: 'instance-type', Values: ['m5.large', 'm5.lagre'] }];
      const read = { LocationType: 'availability-zone' as const, Filters };
      const { InstanceTypeOfferings = [] } = await told.clients.ec2.send(
        new DescribeInstanceTypeOfferingsCommand(read),
      );
      const zones = InstanceTypeOfferings.map(({ InstanceType, Location }) => `${InstanceType} in ${Location}`);
      expect(zones).toEqual(['m5.large in ap-northeast-1a', 'm5.large in ap-northeast-1d']);
      expect(await codeOf(told.clients.launcher.send(new RunInstancesCommand(launchOf(told))))).toBe('Unsupported');
      expect(allTrue(told.world.ec2.instances)).toHaveLength(1);
    }));
});
