/** What EC2 shows of an instance beside DescribeInstances: user data, stop protection and CPU credits. */
import {
  CreateLaunchTemplateCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceCreditSpecificationsCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeTagsCommand,
  type InstanceAttributeName,
  ModifyInstanceAttributeCommand,
  ModifyLaunchTemplateCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const launched = async (told: Told, more: object): Promise<string> => {
  const { Instances } = await told.clients.launcher.send(new RunInstancesCommand({ ...launchOf(told), ...more }));
  return Instances?.[0]?.InstanceId ?? '';
};

describe('DescribeInstanceAttribute', () => {
  const attribute = ({ clients }: Told, InstanceId: string | undefined, Attribute: InstanceAttributeName) =>
    clients.ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));

  test('shows the user data that the launch was given', () =>
    inAccount({}, async (told) => {
      const UserData = Buffer.from('#!/bin/sh').toString('base64');
      const id = await launched(told, { UserData });
      expect(await attribute(told, id, 'userData')).toMatchObject({ InstanceId: id, UserData: { Value: UserData } });
    }));

  test('shows the stop protection that ModifyInstanceAttribute has set', () =>
    inAccount({}, async (told) => {
      const { instanceId: InstanceId } = told.ids;
      const protects = async () => (await attribute(told, InstanceId, 'disableApiStop')).DisableApiStop?.Value;
      const before = await protects();
      await told.clients.ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } }));
      expect([before, await protects()]).toEqual([false, true]);
    }));

  test('needs an instance', () =>
    inAccount({}, async (told) => {
      expect(await codeOf(attribute(told, undefined, 'userData'))).toBe('MissingParameter');
      const change = new ModifyInstanceAttributeCommand({ InstanceId: undefined, DisableApiStop: { Value: true } });
      expect(await codeOf(told.clients.ec2.send(change))).toBe('MissingParameter');
    }));
});

describe('DescribeInstanceCreditSpecifications', () => {
  const credits = ({ clients }: Told, id: string) =>
    clients.ec2.send(new DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [id] }));

  test.each([
    ['t2.micro', undefined, 'standard'],
    ['t3.micro', undefined, 'unlimited'],
    ['t3.micro', 'standard', 'standard'],
  ] as const)('of a %s launched with %s credits shows %s', (InstanceType, CpuCredits, shown) =>
    inAccount({}, async (told) => {
      const id = await launched(told, { InstanceType, ...(CpuCredits && { CreditSpecification: { CpuCredits } }) });
      const { InstanceCreditSpecifications } = await credits(told, id);
      expect(InstanceCreditSpecifications).toEqual([{ InstanceId: id, CpuCredits: shown }]);
    }),
  );

  test('refuses an instance whose type has none', () =>
    inAccount({}, async (told) =>
      expect(await codeOf(credits(told, told.ids.instanceId))).toBe('InvalidParameterCombination'),
    ));
});

describe('a launch template', () => {
  test('of a name that exists is not created again, and a version that it lacks does not become its default', () =>
    inAccount({}, async ({ clients: { ec2 } }) => {
      const create = () =>
        ec2.send(
          new CreateLaunchTemplateCommand({ LaunchTemplateName: 'x', LaunchTemplateData: { KeyName: 'company' } }),
        );
      const { LaunchTemplate: { LaunchTemplateId } = {} } = await create();
      expect(await codeOf(create())).toBe('InvalidLaunchTemplateName.AlreadyExistsException');
      const choose = new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: '7' });
      expect(await codeOf(ec2.send(choose))).toBe('InvalidLaunchTemplateId.VersionNotFound');
      const { LaunchTemplateVersions } = await ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId }),
      );
      expect(LaunchTemplateVersions).toMatchObject([{ VersionNumber: 1, DefaultVersion: true }]);
    }));
});

test('DescribeTags shows the tags of one resource, and none of a resource that does not exist', () =>
  inAccount({}, async ({ clients: { ec2 }, ids }) => {
    const tagsOf = async (id: string) => {
      const { Tags } = await ec2.send(new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [id] }] }));
      return Tags?.map(({ ResourceId }) => ResourceId);
    };
    expect(new Set(await tagsOf(ids.instanceId))).toEqual(new Set([ids.instanceId]));
    expect(await tagsOf('i-0dead0dead0dead00')).toEqual([]);
  }));
