/** What is read for a takeover: its holder however little EC2 says, what is around it, and what it is launched from. */
import {
  DescribeImagesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  type Instance,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import type { RawReading } from '../../../../shared/aws/read-instances.ts';
import type { Deps } from '../../../../shared/deps.ts';
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { RefusedError, TransientError } from '../../../../shared/domain/errors.ts';
import {
  blueprintFor,
  readHolder,
  readSurroundings,
  type Surroundings,
} from '../../../../shared/steps/world/read-world.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { TAKEOVER_MACHINE } from '../../../support/duties.ts';
import { awsError, mockedClients } from '../../../support/mocked-clients.ts';
import { anAddress, OLD } from '../../../support/snapshots.ts';

const LIVE: Instance = {
  InstanceId: OLD.instanceId,
  InstanceType: 'm5.large',
  State: { Name: 'running' },
  Placement: { AvailabilityZone: 'ap-northeast-1c' },
  NetworkInterfaces: [{ NetworkInterfaceId: 'eni-own', Attachment: { DeviceIndex: 0 } }],
  SecurityGroups: [{ GroupId: 'sg-live' }],
};

const PROFILE = { Arn: 'arn:aws:iam::123456789012:instance-profile/utm' };
const SECOND = { NetworkInterfaceId: 'eni-second', Attachment: { DeviceIndex: 1 } };

function account() {
  const mocked = mockedClients();
  const deps = {
    clients: mocked.clients,
    deployment: { stage: 'dev', takeoverMachineArn: TAKEOVER_MACHINE, sweepRoleName: 'sweep-role' },
  } as unknown as Deps;
  return { ...mocked, deps };
}

describe('the holder', () => {
  const ELSEWHERE = anAddress({ instanceId: 'i-other', networkInterfaceId: 'eni-other' });

  const holderIn = (instance: Instance | Error, address = anAddress()) => {
    const { ec2, deps } = account();
    if (instance instanceof Error) ec2.on(DescribeInstancesCommand).rejects(instance);
    else ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance] }] });
    ec2.on(DescribeInstanceStatusCommand).resolves({
      InstanceStatuses: [{ SystemStatus: { Status: 'ok' }, InstanceStatus: { Status: 'ok' } }],
    });
    ec2.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [{ AvailabilityZone: 'ap-northeast-1d' }] });
    return { ec2, read: () => readHolder(OLD.instanceId, address, deps) };
  };

  test.each([
    ['has the interface that carries the address', anAddress(), 'eni-old'],
    ['that only held it once has its own first one', ELSEWHERE, 'eni-own'],
  ])('%s', async (_, address, networkInterfaceId) => {
    expect(await holderIn(LIVE, address).read()).toMatchObject({
      ...{ instanceId: OLD.instanceId, networkInterfaceId, zone: 'ap-northeast-1c', status: { status: 'ok' } },
      reading: { reading: 'described', instance: { id: OLD.instanceId, networkInterfaceIds: ['eni-own'] } },
      raw: { reading: 'described', raw: LIVE },
    });
  });

  const DARK = awsError('InternalError', 500);
  const unreadable = {
    ...{ reading: 'unreadable', throttled: false, code: 'InternalError' },
    why: expect.stringContaining('InternalError'),
  };

  test('that EC2 cannot describe has its zone from the interface that carries the address', async () => {
    const { ec2, read } = holderIn(DARK);
    expect(await read()).toMatchObject({ reading: unreadable, networkInterfaceId: 'eni-old', zone: 'ap-northeast-1d' });
    const [asked] = ec2.commandCalls(DescribeNetworkInterfacesCommand);
    expect(asked?.args[0].input).toEqual({ NetworkInterfaceIds: ['eni-old'] });
  });

  test('that EC2 cannot describe, and that holds nothing any more, is nowhere; no interface is asked for', async () => {
    const { ec2, read } = holderIn(DARK, ELSEWHERE);
    const { reading, networkInterfaceId, zone } = await read();
    expect({ reading, networkInterfaceId, zone }).toEqual({
      ...{ reading: unreadable, networkInterfaceId: undefined, zone: undefined },
    });
    expect(ec2.commandCalls(DescribeNetworkInterfacesCommand)).toHaveLength(0);
  });

  test('that was asked for too often is asked for again, which says so', async () => {
    const throttled = holderIn(awsError('RequestLimitExceeded', 503));
    await expect(throttled.read()).rejects.toThrow(TransientError);
    await expect(throttled.read()).rejects.toThrow('reading i-old: RequestLimitExceeded');
  });

  test('whose status was asked for too often is asked for again, which says so', async () => {
    const { ec2, read } = holderIn(LIVE);
    ec2.on(DescribeInstanceStatusCommand).rejects(awsError('RequestLimitExceeded', 503));
    await expect(read()).rejects.toThrow(TransientError);
    await expect(read()).rejects.toThrow('reading the status of i-old: throttled');
  });
});

describe('the surroundings', () => {
  const around = async (overrides: Partial<Appliance>) => {
    const { ec2, deps } = account();
    const Tags = [{ Key: 'Name', Value: 'sophos' }];
    const CreatedBy = 'arn:aws:sts::123456789012:assumed-role/sweep-role/failover-dev-sweep';
    const data = { InstanceType: 'm5.large' as const, SecurityGroupIds: ['sg-kept'] };
    ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [{ SubnetId: 'subnet-c', AvailabilityZone: 'zone-c' }] });
    ec2
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [{ RouteTableId: 'rtb-a', Routes: [], Tags: [{ Key: 'Name', Value: 'public' }] }] });
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: 'sg-found', Tags }] });
    ec2.on(DescribeImagesCommand).resolves({ Images: [{ ImageId: 'ami-new', State: 'available', Tags }] });
    ec2.on(DescribeTagsCommand).resolves({
      Tags: [{ Key: 'failover:appliance', Value: 'sophos', ResourceId: 'i-ours' }],
    });
    ec2.on(DescribeLaunchTemplateVersionsCommand).resolves({
      LaunchTemplateVersions: [{ LaunchTemplateId: 'lt-1', VersionNumber: 3, LaunchTemplateData: data, CreatedBy }],
    });
    const read = await readSurroundings(anAppliance({ vpc: 'vpc-1', ...overrides }), deps);
    const [template] = ec2.commandCalls(DescribeLaunchTemplateVersionsCommand);
    const groups = ec2.commandCalls(DescribeSecurityGroupsCommand).length;
    return { read, groups, template: template?.args[0].input.LaunchTemplateName };
  };

  test('are subnets, routes, images, the kept blueprint, configured groups, and who is tagged as ours', async () => {
    const { read, template } = await around({ securityGroups: 'sophos' });
    expect(read).toMatchObject({
      subnets: [{ id: 'subnet-c', zone: 'zone-c' }],
      routes: [{ routeTableId: 'rtb-a', destination: '10.242.2.0/24', target: { kind: 'absent' } }],
      images: [{ id: 'ami-new' }],
      kept: { instanceType: 'm5.large', blueprint: { launchTemplate: { id: 'lt-1', version: '3' } } },
      ...{ securityGroupIds: ['sg-found'], ourInstanceIds: ['i-ours'] },
    });
    expect(template).toBe('failover-dev-sophos');
  });

  test.each([
    ['several groups', ['sg-1', 'sg-2'], ['sg-1', 'sg-2']],
    ['no groups', undefined, undefined],
    ['an empty list of groups', [], undefined],
  ])('of an appliance that configures %s need no list of the groups', async (_, securityGroups, ids) => {
    const { read, groups } = await around({ securityGroups });
    expect({ ids: read.securityGroupIds, groups }).toEqual({ ids, groups: 0 });
  });
});

describe('what a replacement is launched from', () => {
  const KEPT = {
    ...{ instanceType: 'm6i.large' },
    blueprint: { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-kept'] },
  };
  const ABSENT: RawReading = { reading: 'absent' };
  const described = (more: Partial<Instance> = {}): RawReading => ({ reading: 'described', raw: { ...LIVE, ...more } });

  const blueprintIn = async (raw: RawReading, given: Partial<Surroundings>, overrides: Partial<Appliance> = {}) => {
    const surroundings = { subnets: [], routes: [], images: [], ...given };
    return blueprintFor(anAppliance(overrides), surroundings, { raw, publicIp: '203.0.113.10' });
  };

  test.each([
    ['EC2 does not know the instance', ABSENT],
    ['EC2 describes it', described()],
  ])('is what adoption kept, when %s', async (_, raw) => {
    expect(await blueprintIn(raw, { kept: KEPT })).toBe(KEPT);
  });

  test('has the configured groups in place of the kept ones, and everything else as it was kept', async () => {
    expect(await blueprintIn(ABSENT, { kept: KEPT, securityGroupIds: ['sg-1'] })).toEqual({
      ...{ instanceType: 'm6i.large' },
      blueprint: { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] },
    });
  });

  test('is the live instance, stopped or not, while nothing is kept', async () => {
    const { instanceType, blueprint } = await blueprintIn(described({ State: { Name: 'stopped' } }), {});
    expect({ instanceType, groups: blueprint.securityGroupIds }).toEqual({
      ...{ instanceType: 'm5.large', groups: ['sg-live'] },
    });
  });

  test('is refused without any security group, as of a terminated instance: EC2 would take the default group', async () => {
    const terminated = described({ State: { Name: 'terminated' }, SecurityGroups: [], NetworkInterfaces: [] });
    await expect(blueprintIn(terminated, {})).rejects.toMatchObject({ name: 'RefusedError', reason: 'not-adopted' });
    await expect(blueprintIn(terminated, {})).rejects.toThrow(/no security group of sophos is known.*name them under/);
    const { blueprint } = await blueprintIn(terminated, { securityGroupIds: ['sg-1'] });
    expect(blueprint.securityGroupIds).toEqual(['sg-1']);
  });

  test('is nothing when nothing is kept and EC2 does not answer, which is refused by name', async () => {
    await expect(blueprintIn(ABSENT, {})).rejects.toThrow(
      'not-adopted: there is no launch template for sophos, and EC2 does not answer for its instance (absent)',
    );
  });

  test('is refused while user data is to be copied and no template of ours holds it, with what to do', async () => {
    const refused = expect(blueprintIn(described(), {}, { userData: 'copy' })).rejects;
    await refused.toMatchObject({ name: 'RefusedError', reason: 'not-adopted' });
    await expect(blueprintIn(described(), {}, { userData: 'copy' })).rejects.toThrow(
      'let the sweep adopt the instance first (within a minute or so), or set userData: none and deploy',
    );
    expect(await blueprintIn(described(), { kept: KEPT }, { userData: 'copy' })).toBe(KEPT);
  });

  test('is not lost without a word: what adoption would refuse is refused, all of it', async () => {
    const unfit = described({
      NetworkInterfaces: [...(LIVE.NetworkInterfaces ?? []), SECOND],
      IamInstanceProfile: PROFILE,
    });
    const refused = blueprintIn(unfit, {});
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toThrow(
      /^not-adopted: i-old has 2 network interfaces, [^;]+; i-old has an instance profile; /,
    );
    await expect(blueprintIn(described({ IamInstanceProfile: PROFILE }), {})).rejects.toThrow(
      /^not-adopted: i-old has an instance profile/,
    );
  });

  test('of an adopted appliance is refused for a second interface alone, and not for what it was given since', async () => {
    const second = described({ NetworkInterfaces: [...(LIVE.NetworkInterfaces ?? []), SECOND] });
    await expect(blueprintIn(second, { kept: KEPT })).rejects.toThrow(/^not-adopted: i-old has 2 network interfaces/);
    expect(await blueprintIn(described({ IamInstanceProfile: PROFILE }), { kept: KEPT })).toBe(KEPT);
  });
});
