/** CopyImage as EC2 does it: old content under a new date, with the tags of the original if that was asked. */
import {
  CopyImageCommand,
  CreateImageCommand,
  DescribeImagesCommand,
  DescribeSnapshotsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { callers } from '../../../../simulator/account/caller.ts';
import { contentAtMs } from '../../../../simulator/account/ec2/copy-image.ts';
import { clientsFor } from '../../../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { takeImage } from '../../../support/account-images.ts';
import { onSwept } from '../../../support/swept.ts';

const { ec2 } = clientsFor('ap-northeast-1');
const REGION = 'ap-northeast-1';
const GOOD = { Name: 'sophos', [TAG.image]: 'good' };

const byPerson = <Answer>({ world }: Simulation, ask: () => Promise<Answer>): Promise<Answer> =>
  callers.run({ name: 'person', dead: false, world }, ask);

const read = async (simulation: Simulation, id: string) => {
  const answer = await byPerson(simulation, () => ec2.send(new DescribeImagesCommand({ ImageIds: [id] })));
  return answer.Images?.[0];
};

async function copied(simulation: Simulation, SourceImageId: string, wishes: object = {}) {
  const request = { SourceImageId, SourceRegion: REGION, Name: 'a copy', ...wishes };
  const { ImageId = '' } = await byPerson(simulation, () => ec2.send(new CopyImageCommand(request)));
  await simulation.clock.sleep(1_800_000);
  const image = await read(simulation, ImageId);
  if (!image) throw new Error('the copy is not shown');
  return image;
}

describe('CopyImage', () => {
  test('makes an image with the date of the copy, its source, and no source instance', () =>
    onSwept({}, async (simulation, active) => {
      const original = takeImage(simulation, { tags: GOOD, ageHours: 720, from: active });
      const before = simulation.clock.nowMs();
      const image = await copied(simulation, original);
      expect(image).toMatchObject({ State: 'available', SourceImageId: original, SourceImageRegion: REGION, Tags: [] });
      expect(image.SourceInstanceId).toBeUndefined();
      expect(Date.parse(image.CreationDate ?? '')).toBeGreaterThanOrEqual(before);
    }));

  test('copies the tags of the image, and not those of its EBS snapshots', () =>
    onSwept({}, async (simulation, active) => {
      const original = takeImage(simulation, { tags: GOOD, from: active });
      const { Tags, BlockDeviceMappings } = await copied(simulation, original, { CopyImageTags: true });
      expect(Tags).toContainEqual({ Key: TAG.image, Value: 'good' });
      const SnapshotIds = [BlockDeviceMappings?.[0]?.Ebs?.SnapshotId ?? ''];
      const { Snapshots } = await byPerson(simulation, () => ec2.send(new DescribeSnapshotsCommand({ SnapshotIds })));
      expect(Snapshots).toEqual([
        expect.objectContaining({ Tags: [], Description: expect.stringContaining(`from SourceAmi ${original}`) }),
      ]);
    }));

  test('of a copy has the content of the first original', () =>
    onSwept({}, async (simulation, active) => {
      const original = takeImage(simulation, { tags: GOOD, ageHours: 720, from: active });
      const takenMs = simulation.world.ec2.images.get(original)?.truth?.createdAtMs;
      const first = await copied(simulation, original);
      const second = await copied(simulation, first.ImageId ?? '', { Name: 'a second copy' });
      const record = simulation.world.ec2.images.get(second.ImageId ?? '')?.truth;
      expect(record && contentAtMs(record)).toBe(takenMs);
    }));

  test('refuses a name that is taken', () =>
    onSwept({}, async (simulation, active) => {
      const original = takeImage(simulation, { name: 'sophos_20261101_0300', from: active });
      const request = copied(simulation, original, { Name: 'sophos_20261101_0300' });
      await expect(request).rejects.toMatchObject({ name: 'InvalidAMIName.Duplicate' });
    }));

  test('refuses an image that is still pending', () =>
    onSwept({}, async (simulation, active) => {
      const original = takeImage(simulation, { from: active, state: 'pending' });
      await expect(copied(simulation, original)).rejects.toMatchObject({ name: 'InvalidAMIID.Unavailable' });
    }));
});

test('an image that CreateImage made names the image that its instance was launched from', () =>
  onSwept({}, async (simulation, active) => {
    const request = new CreateImageCommand({ InstanceId: active, Name: 'x y z', NoReboot: true });
    const { ImageId = '' } = await byPerson(simulation, () => ec2.send(request));
    await simulation.clock.sleep(60_000);
    const launchedFrom = simulation.world.ec2.instances.get(active)?.truth?.imageId;
    expect(await read(simulation, ImageId)).toMatchObject({ SourceInstanceId: active, SourceImageId: launchedFrom });
  }));
