/** The launch template: read from the live instance, written only when it says something else. */
import {
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplateVersionsCommand,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { blueprintOf, keepBlueprint, readKeptBlueprint, templateNameOf } from '../../../shared/aws/blueprint.ts';
import { TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const NAME = 'failover-dev-sophos';
const ARN = 'arn:aws:iam::123456789012:instance-profile/utm';

const LIVE = {
  InstanceId: 'i-old',
  InstanceType: 'm5.large' as const,
  KeyName: 'ops',
  IamInstanceProfile: { Arn: ARN },
  SecurityGroups: [{ GroupId: 'sg-2' }, { GroupId: 'sg-1' }],
  MetadataOptions: { HttpTokens: 'required' as const, HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' as const },
};

const WANTED = {
  instanceType: 'm5.large',
  blueprint: {
    securityGroupIds: ['sg-1', 'sg-2'],
    keyName: 'ops',
    instanceProfileArn: ARN,
    metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 2, httpEndpoint: 'enabled' },
    autoRecovery: 'disabled',
  },
} as const;

const DATA = {
  InstanceType: 'm5.large',
  SecurityGroupIds: ['sg-1', 'sg-2'],
  ImageId: 'ami-new',
  KeyName: 'ops',
  IamInstanceProfile: { Arn: ARN },
  MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2, HttpEndpoint: 'enabled' },
  MaintenanceOptions: { AutoRecovery: 'disabled' },
} as const;

const keeping = (kept?: ResponseLaunchTemplateData) => {
  const { clients, ec2 } = mockedClients();
  const behaviour = ec2.on(DescribeLaunchTemplateVersionsCommand);
  if (kept) {
    const latest = { LaunchTemplateId: 'lt-1', VersionNumber: 3, LaunchTemplateData: kept };
    behaviour.resolves({ LaunchTemplateVersions: [latest] });
  } else behaviour.rejects(awsError('InvalidLaunchTemplateName.NotFoundException'));
  const blueprint = { ...WANTED.blueprint, securityGroupIds: [...WANTED.blueprint.securityGroupIds] };
  const wanted = { ...WANTED, blueprint, name: NAME, imageId: 'ami-new', tags: { Name: NAME } };
  return { clients, ec2, keep: () => keepBlueprint(clients, wanted) };
};

describe('the live instance', () => {
  test('is a blueprint without subnet, interfaces or user data', async () => {
    const { clients, ec2 } = mockedClients();
    const { blueprint, instanceType } = await blueprintOf(clients, LIVE, { userData: 'none', mode: 'auto' });
    expect({ blueprint, instanceType }).toEqual({ ...WANTED, blueprint: expect.objectContaining(WANTED.blueprint) });
    expect(blueprint.userData).toBeUndefined();
    expect(sentBy(ec2)).toEqual([]);
  });

  test('gives its user data along only when asked to', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: 'IyEvYmluL3No' } });
    const { blueprint } = await blueprintOf(clients, LIVE, { userData: 'copy', mode: 'auto' });
    expect(blueprint.userData).toBe('IyEvYmluL3No');
    expect(sentBy(ec2)[0]?.input).toEqual({ InstanceId: 'i-old', Attribute: 'userData' });
  });

  test('keeps the recovery of EC2 when nobody else would act', async () => {
    const { clients } = mockedClients();
    const { blueprint } = await blueprintOf(clients, LIVE, { userData: 'none', mode: 'observe' });
    expect(blueprint.autoRecovery).toBeUndefined();
  });
});

describe('the launch template', () => {
  test('is created when there is none, tagged', async () => {
    const { keep, ec2 } = keeping();
    expect(await keep()).toBe('created');
    const TagSpecifications = [{ ResourceType: 'launch-template', Tags: [{ Key: 'Name', Value: NAME }] }];
    expect(sentBy(ec2)[1]).toEqual({
      command: 'CreateLaunchTemplate',
      input: { LaunchTemplateName: NAME, LaunchTemplateData: DATA, TagSpecifications },
    });
  });

  test('is left alone when it says the same, in whatever order and with whatever EC2 adds', async () => {
    const same = { ...DATA, SecurityGroupIds: ['sg-2', 'sg-1'], EbsOptimized: false, BlockDeviceMappings: [] };
    const { keep, ec2 } = keeping({ ...same, MetadataOptions: { ...DATA.MetadataOptions, State: 'applied' as never } });
    expect(await keep()).toBe('unchanged');
    expect(sentBy(ec2)).toHaveLength(1);
  });

  test.each<[string, ResponseLaunchTemplateData]>([
    ['another image', { ...DATA, SecurityGroupIds: [...DATA.SecurityGroupIds], ImageId: 'ami-older' }],
    ['another type', { ...DATA, SecurityGroupIds: [...DATA.SecurityGroupIds], InstanceType: 'm5.xlarge' }],
    ['other groups', { ...DATA, SecurityGroupIds: ['sg-1'] }],
    [
      "EC2's own recovery beside ours",
      { ...DATA, SecurityGroupIds: [...DATA.SecurityGroupIds], MaintenanceOptions: { AutoRecovery: 'default' } },
    ],
    ['user data of former days', { ...DATA, SecurityGroupIds: [...DATA.SecurityGroupIds], UserData: 'eA==' }],
  ])('gets a new version when it says %s', async (_, kept) => {
    const { keep, ec2 } = keeping(kept);
    expect(await keep()).toBe('refreshed');
    expect(sentBy(ec2)[1]).toEqual({
      command: 'CreateLaunchTemplateVersion',
      input: { LaunchTemplateId: 'lt-1', LaunchTemplateData: DATA },
    });
  });

  test('is found again by its name, with the exact version that a plan freezes', async () => {
    const { clients, ec2 } = keeping({ ...DATA, SecurityGroupIds: ['sg-1'] });
    expect(await readKeptBlueprint(clients, templateNameOf({ stage: 'dev', appliance: 'sophos' }))).toEqual({
      instanceType: 'm5.large',
      blueprint: { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] },
    });
    expect(sentBy(ec2)[0]?.input).toEqual({ LaunchTemplateName: NAME, Versions: ['$Latest'] });
  });

  test('is missing when the appliance was never adopted', async () => {
    expect(await readKeptBlueprint(keeping().clients, NAME)).toBeUndefined();
  });

  test('that cannot be read is not taken for missing', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(awsError('InternalError', 500));
    await expect(readKeptBlueprint(clients, NAME)).rejects.toThrow(TransientError);
  });
});
