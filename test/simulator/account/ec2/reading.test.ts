/** Filters, pages, tags and launch templates, as EC2 reads and writes them. */

import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  ModifyLaunchTemplateCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

const imageNames = async ({ clients }: Told, Values: string[]) => {
  const { Images } = await clients.ec2.send(new DescribeImagesCommand({ Filters: [{ Name: 'name', Values }] }));
  return Images?.length;
};

describe('filters', () => {
  test('wildcards match, case matters, and an escaped wildcard is a plain character', () =>
    inAccount({}, async (told) => {
      expect(await imageNames(told, ['sophos_2026*'])).toBe(3);
      expect(await imageNames(told, ['sophos_2026112?_1800'])).toBe(1);
      expect(await imageNames(told, ['SOPHOS_*'])).toBe(0);
      expect(await imageNames(told, ['sophos\\*'])).toBe(0);
    }));

  test('filters are ANDed and their values ORed', () =>
    inAccount({}, async ({ clients, ids }) => {
      const read = async (zones: string[], type: string) => {
        const Filters = [
          { Name: 'availability-zone', Values: zones },
          { Name: 'instance-type', Values: [type] },
        ];
        const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ Filters }));
        return Reservations?.map(({ Instances }) => Instances?.[0]?.InstanceId);
      };
      expect(await read(['ap-northeast-1c', 'ap-northeast-1a'], 'm5.large')).toEqual([ids.instanceId]);
      expect(await read(['ap-northeast-1c', 'ap-northeast-1a'], 'c5.large')).toEqual([]);
    }));

  test('a filter that is not simulated fails loudly', () =>
    inAccount({}, async ({ clients }) => {
      const Filters = [{ Name: 'dns-name', Values: ['x'] }];
      expect(await codeOf(clients.ec2.send(new DescribeInstancesCommand({ Filters })))).toBe('NotSimulatedError');
    }));

  test('an address that is asked for by its IP and does not exist is an error', () =>
    inAccount({}, async ({ clients }) => {
      const read = new DescribeAddressesCommand({ PublicIps: ['192.0.2.1'] });
      expect(await codeOf(clients.ec2.send(read))).toBe('InvalidAddress.NotFound');
    }));
});

describe('pages', () => {
  test('a caller that ignores NextToken sees a part only; one that follows it sees everything once', () =>
    inAccount({ settings: { pageSize: 2 } }, async ({ clients, ids }) => {
      const seen: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await clients.ec2.send(new DescribeImagesCommand({ Owners: ['self'], NextToken }));
        expect(page.Images?.length).toBeLessThanOrEqual(2);
        seen.push(...(page.Images ?? []).map(({ ImageId }) => ImageId));
        NextToken = page.NextToken;
      } while (NextToken);
      expect(seen.toSorted()).toEqual(ids.imageIds.toSorted());
    }));

  test('MaxResults cannot be combined with instance ids, and a made-up token is refused', () =>
    inAccount({}, async ({ clients, ids }) => {
      const both = new DescribeInstancesCommand({ InstanceIds: [ids.instanceId], MaxResults: 5 });
      expect(await codeOf(clients.ec2.send(both))).toBe('InvalidParameterCombination');
      const forged = new DescribeImagesCommand({ NextToken: 'abc' });
      expect(await codeOf(clients.ec2.send(forged))).toBe('InvalidParameterValue');
    }));
});

describe('tags', () => {
  test('are created, listed and deleted; a value that differs protects a tag', () =>
    inAccount({}, async ({ clients, ids }) => {
      const { ec2 } = clients;
      const Resources = [ids.allocationId];
      const read = async () => {
        const Filters = [{ Name: 'resource-id', Values: Resources }];
        return (await ec2.send(new DescribeTagsCommand({ Filters }))).Tags;
      };
      await ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'failover:generation', Value: '1' }] }));
      expect(await read()).toEqual([
        { ResourceId: ids.allocationId, ResourceType: 'elastic-ip', Key: 'failover:generation', Value: '1' },
      ]);
      await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'failover:generation', Value: '2' }] }));
      expect(await read()).toHaveLength(1);
      await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'failover:generation' }] }));
      expect(await read()).toEqual([]);
    }));

  test('one unknown resource keeps all others untagged', () =>
    inAccount({}, async ({ clients, ids }) => {
      const Tags = [{ Key: 'a', Value: 'b' }];
      const call = new CreateTagsCommand({ Resources: [ids.allocationId, 'i-0none'], Tags });
      expect(await codeOf(clients.ec2.send(call))).toBe('InvalidInstanceID.NotFound');
      const { Addresses } = await clients.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses?.[0]?.Tags).toEqual([]);
    }));
});

describe('launch templates', () => {
  test('have versions, of which one is the default until that is changed', () =>
    inAccount({}, async ({ clients }) => {
      const { ec2 } = clients;
      const LaunchTemplateName = 'blueprint';
      const versions = async (Versions: string[]) => {
        const read = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName, Versions });
        return (await ec2.send(read)).LaunchTemplateVersions?.map(
          ({ LaunchTemplateData }) => LaunchTemplateData?.ImageId,
        );
      };
      const create = { LaunchTemplateName, LaunchTemplateData: { ImageId: 'ami-1' } };
      await ec2.send(new CreateLaunchTemplateCommand(create));
      const next = { LaunchTemplateName, LaunchTemplateData: { ImageId: 'ami-2' } };
      await ec2.send(new CreateLaunchTemplateVersionCommand(next));
      expect(await versions(['$Default', '$Latest'])).toEqual(['ami-1', 'ami-2']);
      await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateName, DefaultVersion: '2' }));
      expect(await versions(['$Default'])).toEqual(['ami-2']);
      expect(await codeOf(ec2.send(new CreateLaunchTemplateCommand(create)))).toBe(
        'InvalidLaunchTemplateName.AlreadyExistsException',
      );
    }));

  test('asked by name a missing one is an error, asked by filter it is an empty list', () =>
    inAccount({}, async ({ clients }) => {
      const byName = new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: ['none'] });
      const Filters = [{ Name: 'launch-template-name', Values: ['none'] }];
      expect(await codeOf(clients.ec2.send(byName))).toBe('InvalidLaunchTemplateName.NotFoundException');
      expect((await clients.ec2.send(new DescribeLaunchTemplatesCommand({ Filters }))).LaunchTemplates).toEqual([]);
    }));
});
