/** The facts that EC2 itself records: who made a template version, which instance an image came from, which token launched. */
import {
  CreateImageCommand,
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSnapshotsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { callers } from '../../../../simulator/account/caller.ts';
import { principalOf, roleNameOf } from '../../../../simulator/account/principal.ts';
import { inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const as = <Answer>(told: Told, name: string, act: () => Promise<Answer>): Promise<Answer> =>
  callers.run({ name, dead: false, world: told.world }, act);

const LaunchTemplateName = 'failover-dev-sophos';

async function versionsOf({ clients }: Told) {
  const seen = [];
  let NextToken: string | undefined;
  do {
    const page = await clients.ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName, NextToken }));
    seen.push(...(page.LaunchTemplateVersions ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return seen;
}

describe('CreatedBy of a launch template version', () => {
  test('is the assumed role of the calling function, and of a stranger for their version', () =>
    inAccount({}, async (told) => {
      const { ec2 } = told.clients;
      const LaunchTemplateData = { UserData: 'aGVsbG8=' };
      await as(told, 'sweep', () =>
        ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData })),
      );
      const more = new CreateLaunchTemplateVersionCommand({ LaunchTemplateName, LaunchTemplateData });
      await as(told, 'stranger', () => ec2.send(more));
      expect((await versionsOf(told)).map(({ VersionNumber, CreatedBy }) => [VersionNumber, CreatedBy])).toEqual([
        [2, 'arn:aws:sts::123456789012:assumed-role/workload/session'],
        [1, `arn:aws:sts::123456789012:assumed-role/${roleNameOf(told.world, 'sweep')}/failover-dev-sweep`],
      ]);
    }));

  test('all versions are listed over several pages when the request names none', () =>
    inAccount({}, async (told) => {
      const { ec2 } = told.clients;
      const LaunchTemplateData = {};
      await ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData }));
      for (let count = 0; count < 11; count += 1) {
        await ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName, LaunchTemplateData }));
      }
      const numbers = (await versionsOf(told)).map(({ VersionNumber }) => VersionNumber);
      expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => 12 - index));
    }));

  test.each([
    ['sweep', /^arn:aws:sts::123456789012:assumed-role\/failover-dev-SweepRole-[0-9A-F]{12}\/failover-dev-sweep$/],
    [
      'launch-replacement',
      /:assumed-role\/failover-dev-LaunchReplacementRole-[0-9A-F]{12}\/failover-dev-launch-replacement$/,
    ],
    ['person', /:assumed-role\/operator\/session$/],
    [undefined, /^arn:aws:iam::123456789012:root$/],
  ])('%s is a principal of its own', (caller, form) => {
    expect(principalOf({ accountId: '123456789012', region: 'ap-northeast-1', stage: 'dev' }, caller)).toMatch(form);
  });
});

describe('the source instance of an image', () => {
  test('is what CreateImage was given, and is in the description of each EBS snapshot', () =>
    inAccount({}, async (told) => {
      const { clients, ids } = told;
      const { ImageId = '' } = await clients.ec2.send(
        new CreateImageCommand({ InstanceId: ids.instanceId, Name: 'database_1', NoReboot: true }),
      );
      const { Images } = await clients.ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId] }));
      expect(Images?.map(({ SourceInstanceId }) => SourceInstanceId)).toEqual([ids.instanceId]);
      const Filters = [{ Name: 'description', Values: [`Created by CreateImage(${ids.instanceId}) for ${ImageId}`] }];
      const { Snapshots } = await clients.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }));
      expect(Snapshots).toHaveLength(1);
    }));

  test('is the active instance for the images that were there before, and absent for copied ones', async () => {
    const sources = (imageSource: 'active' | 'none') =>
      inAccount({ build: { imageSource } }, async ({ clients, ids }) => {
        const { Images = [] } = await clients.ec2.send(new DescribeImagesCommand({ ImageIds: ids.imageIds }));
        return Images.map(({ SourceInstanceId }) =>
          SourceInstanceId === ids.instanceId ? 'active' : SourceInstanceId,
        );
      });
    expect(await sources('active')).toEqual(['active', 'active', 'active']);
    expect(await sources('none')).toEqual([undefined, undefined, undefined]);
  });
});

describe('an instance', () => {
  test('reports the client token and the time of its launch, and none where the launch gave none', () =>
    inAccount({}, async (told) => {
      const { clients, ids, world } = told;
      await world.clock.sleep(5_000);
      const before = world.clock.nowMs();
      const ClientToken = 'chosen-by-anyone';
      const { Instances } = await clients.launcher.send(new RunInstancesCommand({ ...launchOf(told), ClientToken }));
      const InstanceIds = [Instances?.[0]?.InstanceId ?? '', ids.instanceId];
      const { Reservations = [] } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds }));
      const [launched, old] = Reservations.flatMap((reservation) => reservation.Instances ?? []);
      expect(launched?.ClientToken).toBe(ClientToken);
      expect(launched?.LaunchTime?.getTime()).toBeGreaterThanOrEqual(before);
      expect(old?.ClientToken).toBe('');
    }));
});
