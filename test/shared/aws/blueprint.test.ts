/** The launch template: read from the live instance, written only when it says something else. */
import {
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplateVersionsCommand,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import {
  blueprintOf,
  type ForeignVersion,
  keepBlueprint,
  readKeptBlueprint,
  templateOf,
} from '../../../shared/aws/blueprint.ts';
import { TransientError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const NAME = 'failover-dev-sophos';
const ROLE = 'failover-dev-SweepRole-1';
const OF = { name: NAME, sweepRoleName: ROLE };
const by = (role: string): string => `arn:aws:sts::123456789012:assumed-role/${role}/failover-dev-sweep`;
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
    const latest = { LaunchTemplateId: 'lt-1', VersionNumber: 3, CreatedBy: by(ROLE), LaunchTemplateData: kept };
    behaviour.resolves({ LaunchTemplateVersions: [latest] });
  } else behaviour.rejects(awsError('InvalidLaunchTemplateName.NotFoundException'));
  const blueprint = { ...WANTED.blueprint, securityGroupIds: [...WANTED.blueprint.securityGroupIds] };
  const wanted = { ...WANTED, blueprint, ...OF, imageId: 'ami-new', tags: { Name: NAME } };
  return { clients, ec2, keep: () => keepBlueprint(clients, wanted) };
};

describe('the live instance', () => {
  test('is a blueprint without subnet, interfaces or user data', async () => {
    const { clients, ec2 } = mockedClients();
    const { blueprint, instanceType, userData } = await blueprintOf(clients, LIVE, { userData: 'none', mode: 'auto' });
    expect({ blueprint, instanceType }).toEqual({ ...WANTED, blueprint: expect.objectContaining(WANTED.blueprint) });
    expect(userData).toBeUndefined();
    expect(sentBy(ec2)).toEqual([]);
  });

  test('gives its user data only when asked to, and beside the blueprint that a plan takes', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value: 'IyEvYmluL3No' } });
    const { blueprint, userData } = await blueprintOf(clients, LIVE, { userData: 'copy', mode: 'auto' });
    expect(userData).toBe('IyEvYmluL3No');
    expect(JSON.stringify(blueprint)).not.toContain('IyEvYmluL3No');
    expect(sentBy(ec2)[0]?.input).toEqual({ InstanceId: 'i-old', Attribute: 'userData' });
  });

  test('keeps the recovery of EC2 when nothing else would act', async () => {
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

  test('is left alone when it says the same, in any order and with what EC2 adds', async () => {
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
    expect(await readKeptBlueprint(clients, templateOf({ stage: 'dev', sweepRoleName: ROLE }, 'sophos'))).toEqual({
      instanceType: 'm5.large',
      blueprint: { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] },
    });
    expect(sentBy(ec2)[0]?.input).toEqual({ LaunchTemplateName: NAME, Versions: ['$Latest'] });
  });

  test('is missing when the appliance was never adopted', async () => {
    expect(await readKeptBlueprint(keeping().clients, OF)).toBeUndefined();
  });

  test('that cannot be read is not taken for missing', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(DescribeLaunchTemplateVersionsCommand).rejects(awsError('InternalError', 500));
    await expect(readKeptBlueprint(clients, OF)).rejects.toThrow(TransientError);
  });
});

describe('a version that another principal wrote', () => {
  type Versions = { createdBy: string; data: ResponseLaunchTemplateData }[];
  const MINE = { createdBy: by(ROLE), data: { ...DATA, SecurityGroupIds: [...DATA.SecurityGroupIds] } };

  /** Numbered from 1; answers `$Latest` and ranges as EC2 does. */
  function holding(versions: Versions) {
    const { clients, ec2 } = mockedClients();
    const listed = versions.map(({ createdBy, data }, at) => ({
      ...{ LaunchTemplateId: 'lt-1', VersionNumber: at + 1, CreatedBy: createdBy, LaunchTemplateData: data },
    }));
    ec2.on(DescribeLaunchTemplateVersionsCommand).callsFake(({ Versions: exact, MinVersion, MaxVersion }) => ({
      LaunchTemplateVersions: exact
        ? listed.slice(-1)
        : listed.filter(
            ({ VersionNumber }) => VersionNumber >= Number(MinVersion) && VersionNumber <= Number(MaxVersion),
          ),
    }));
    const foreign: ForeignVersion[] = [];
    const blueprint = { ...WANTED.blueprint, securityGroupIds: [...WANTED.blueprint.securityGroupIds] };
    const wanted = { ...WANTED, blueprint, ...OF, imageId: 'ami-new', tags: { Name: NAME } };
    return { clients, ec2, foreign, keep: () => keepBlueprint(clients, wanted, (found) => foreign.push(found)) };
  }

  test.each<[string, ResponseLaunchTemplateData, string[]]>([
    ['other user data', { UserData: 'ZXZpbA==' }, ['user data']],
    ['another profile', { IamInstanceProfile: { Arn: `${ARN}-other` } }, ['instance profile']],
    [
      'termination protection and a second volume',
      { DisableApiTermination: true, BlockDeviceMappings: [{ DeviceName: '/dev/sdf' }] },
      ['DisableApiTermination', 'BlockDeviceMappings'],
    ],
  ])('is never used, is reported and reverted: %s', async (_, other, differs) => {
    const createdBy = by('ci');
    const { clients, keep, foreign, ec2 } = holding([MINE, { createdBy, data: { ...MINE.data, ...other } }]);
    expect((await readKeptBlueprint(clients, OF))?.blueprint.launchTemplate).toEqual({ id: 'lt-1', version: '1' });
    expect(await keep()).toBe('refreshed');
    expect(foreign).toEqual([{ version: '2', createdBy, differs }]);
    expect(sentBy(ec2).at(-1)?.input).toEqual({ LaunchTemplateId: 'lt-1', LaunchTemplateData: DATA });
  });

  test.each([
    'arn:aws:iam::123456789012:root',
    by(`${ROLE}0`),
    `arn:aws:sts::123456789012:assumed-role/ci/${ROLE}/x`,
    `arn:aws:iam::123456789012:user/assumed-role/${ROLE}/x`,
  ])('is not ours by a similar name: %s', async (createdBy) => {
    const { clients } = holding([{ ...MINE, createdBy }]);
    expect(await readKeptBlueprint(clients, OF)).toBeUndefined();
  });

  test('does not hide ours behind a flood of others', async () => {
    const flood = Array.from({ length: 700 }, () => ({ ...MINE, createdBy: by('ci') }));
    const { clients } = holding([MINE, ...flood]);
    expect((await readKeptBlueprint(clients, OF))?.blueprint.launchTemplate?.version).toBe('1');
  });
});
