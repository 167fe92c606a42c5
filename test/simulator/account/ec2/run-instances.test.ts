/** Launching: client tokens, templates, tags, refusals, and what an accepted launch may still come to. */

import {
  CreateLaunchTemplateCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  type Instance,
  RunInstancesCommand,
  type RunInstancesCommandInput,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

async function launch(told: Told, overrides: Partial<RunInstancesCommandInput> = {}): Promise<Instance> {
  const input = { ...launchOf(told), ...overrides };
  const { Instances } = await told.clients.launcher.send(new RunInstancesCommand(input));
  return Instances?.[0] ?? {};
}

async function describeOne({ clients }: Told, id: string | undefined): Promise<Instance> {
  const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id ?? ''] }));
  return Reservations?.[0]?.Instances?.[0] ?? {};
}

describe('RunInstances', () => {
  test('an instance is pending first, runs within 18 seconds and checks source and destination', () =>
    inAccount({}, async (told) => {
      const { InstanceId, State } = await launch(told);
      expect(State?.Name).toBe('pending');
      await told.world.clock.sleep(18_000);
      expect(await describeOne(told, InstanceId)).toMatchObject({
        State: { Name: 'running', Code: 16 },
        SourceDestCheck: true,
        Placement: { AvailabilityZone: 'ap-northeast-1c' },
      });
    }));

  test('the same token and parameters give the same instance', () =>
    inAccount({}, async (told) => {
      const first = await launch(told, { ClientToken: 'one' });
      const second = await launch(told, { ClientToken: 'one' });
      expect(second.InstanceId).toBe(first.InstanceId);
    }));

  test('the same token with other parameters is refused', () =>
    inAccount({}, async (told) => {
      await launch(told, { ClientToken: 'one' });
      expect(await codeOf(launch(told, { ClientToken: 'one', InstanceType: 'm5.xlarge' }))).toBe(
        'IdempotentParameterMismatch',
      );
    }));

  test('in another zone the same token launches another instance', () =>
    inAccount({}, async (told) => {
      const first = await launch(told, { ClientToken: 'one' });
      const second = await launch(told, { ClientToken: 'one', SubnetId: told.ids.subnetIds[2] });
      expect(second.InstanceId).not.toBe(first.InstanceId);
    }));

  test('a token longer than 64 characters is refused', () =>
    inAccount({}, async (told) => {
      expect(await codeOf(launch(told, { ClientToken: 'x'.repeat(65) }))).toBe('InvalidParameterValue');
    }));

  test('the launch template fills in what the request leaves open', () =>
    inAccount({}, async (told) => {
      const { clients, ids } = told;
      const LaunchTemplateData = {
        ImageId: ids.imageIds[1],
        InstanceType: 'c5.large' as const,
        SecurityGroupIds: ids.securityGroupIds,
        UserData: 'aGVsbG8=',
        MaintenanceOptions: { AutoRecovery: 'disabled' as const },
      };
      await clients.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'blueprint', LaunchTemplateData }));
      const instance = await launch(told, {
        ImageId: undefined,
        InstanceType: 'm5.xlarge',
        LaunchTemplate: { LaunchTemplateName: 'blueprint', Version: '$Latest' },
      });
      expect(instance).toMatchObject({ ImageId: ids.imageIds[1], InstanceType: 'm5.xlarge' });
      expect(instance.MaintenanceOptions).toEqual({ AutoRecovery: 'disabled' });
    }));

  test('EC2 recovers an instance automatically unless the launch says otherwise', () =>
    inAccount({}, async (told) => {
      const { InstanceId } = await launch(told);
      await told.world.clock.sleep(18_000);
      expect((await describeOne(told, InstanceId)).MaintenanceOptions).toEqual({ AutoRecovery: 'default' });
    }));

  test('tags at launch reach the instance and its volumes', () =>
    inAccount({}, async (told) => {
      const Tags = [{ Key: 'Name', Value: 'new' }];
      const types = ['instance', 'volume', 'network-interface'] as const;
      const TagSpecifications = types.map((ResourceType) => ({ ResourceType, Tags }));
      const { InstanceId = '' } = await launch(told, { TagSpecifications });
      const Filters = [{ Name: 'attachment.instance-id', Values: [InstanceId] }];
      const { Volumes } = await told.clients.ec2.send(new DescribeVolumesCommand({ Filters }));
      expect((await describeOne(told, InstanceId)).Tags).toEqual(Tags);
      expect(Volumes?.map((volume) => volume.Tags)).toEqual([Tags]);
    }));

  test('a launch takes one free address of its subnet', () =>
    inAccount({}, async (told) => {
      await launch(told);
      const { Subnets } = await told.clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: told.ids.subnetIds }));
      expect(Subnets?.map(({ AvailableIpAddressCount }) => AvailableIpAddressCount)).toEqual([250, 250, 251]);
    }));

  test('a shortage of one type in one zone leaves other types and zones alone', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'no-capacity', zone: 'ap-northeast-1c', type: 'm5.large' });
      expect(await codeOf(launch(told))).toBe('InsufficientInstanceCapacity');
      expect((await launch(told, { InstanceType: 'm5.xlarge' })).InstanceId).toBeDefined();
      expect((await launch(told, { SubnetId: told.ids.subnetIds[2] })).InstanceId).toBeDefined();
    }));

  test.each([
    ['no-capacity', 'Server.InsufficientInstanceCapacity'],
    ['image-broken', 'Client.InvalidSnapshot.NotFound'],
  ] as const)('an accepted launch under %s ends terminated, with %s as its reason', (kind, code) =>
    inAccount({}, async (told) => {
      const imageId = told.ids.imageIds[0] ?? '';
      switchOn(told.world, kind === 'no-capacity' ? { kind, shows: 'later' } : { kind, imageId });
      const { InstanceId } = await launch(told);
      await told.world.clock.sleep(11_000);
      expect(await describeOne(told, InstanceId)).toMatchObject({
        State: { Name: 'terminated' },
        StateReason: { Code: code },
        NetworkInterfaces: [],
      });
    }),
  );

  test('an image that is broken at the call is refused by its id', () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'image-broken', imageId: told.ids.imageIds[0] ?? '', shows: 'at-call' } as const;
      switchOn(told.world, fault);
      expect(await codeOf(launch(told))).toBe('InvalidAMIID.NotFound');
      switchOff(told.world, fault);
      expect(await codeOf(launch(told))).toBe('succeeded');
    }));

  test.each([
    [{ ImageId: 'ami-0nothing' }, 'InvalidAMIID.NotFound'],
    [{ SubnetId: 'subnet-0nothing' }, 'InvalidSubnetID.NotFound'],
    [{ SecurityGroupIds: ['sg-0nothing'] }, 'InvalidGroup.NotFound'],
    [{ LaunchTemplate: { LaunchTemplateName: 'none' } }, 'InvalidLaunchTemplateName.NotFoundException'],
    [{ LaunchTemplate: { LaunchTemplateId: 'lt-0none' } }, 'InvalidLaunchTemplateId.NotFound'],
    [{ KernelId: 'aki-1' }, 'NotSimulatedError'],
  ])('%j is answered with %s', (overrides, code) =>
    inAccount({}, async (told) => expect(await codeOf(launch(told, overrides))).toBe(code)),
  );
});
