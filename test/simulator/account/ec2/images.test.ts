/** Taking an image: what EC2 accepts, how long it is pending, and what the image has copied. */
import {
  CreateImageCommand,
  type CreateImageCommandInput,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeSnapshotsCommand,
  type Image,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import { answers } from '../../../../simulator/account/ec2/machines.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const MINUTES_15 = 900_000;
const TAGS = [{ Key: 'failover:appliance', Value: 'sophos' }];

async function create({ clients, ids }: Told, overrides: Partial<CreateImageCommandInput> = {}): Promise<string> {
  const usual = { InstanceId: ids.instanceId, Name: 'sophos_20261121_0300', NoReboot: true };
  return (await clients.ec2.send(new CreateImageCommand({ ...usual, ...overrides }))).ImageId ?? '';
}

async function describeOne({ clients }: Told, id: string): Promise<Image> {
  return (await clients.ec2.send(new DescribeImagesCommand({ ImageIds: [id] }))).Images?.[0] ?? {};
}

async function ownSnapshots({ clients }: Told) {
  const Filters = [{ Name: 'tag:failover:appliance', Values: ['sophos'] }];
  const { Snapshots = [] } = await clients.ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }));
  return Snapshots;
}

async function serviceAnswers({ world, ids }: Told, instanceId = ids.instanceId): Promise<boolean> {
  const instance = truth(world.ec2.instances, instanceId);
  if (!instance) throw new Error(`${instanceId} is gone`);
  return answers(world, instance);
}

describe('CreateImage', () => {
  test('an image is pending for minutes, without the ids of its EBS snapshots, and then available with them', () =>
    inAccount({}, async (told) => {
      const id = await create(told);
      const pending = await describeOne(told, id);
      expect(pending).toMatchObject({ State: 'pending', SourceInstanceId: told.ids.instanceId });
      expect(pending.BlockDeviceMappings?.[0]).toMatchObject({ DeviceName: '/dev/sda1', Ebs: { VolumeSize: 100 } });
      expect(pending.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId).toBeUndefined();
      await told.world.clock.sleep(170_000);
      expect((await describeOne(told, id)).State).toBe('pending');
      await told.world.clock.sleep(MINUTES_15 - 170_000);
      const available = await describeOne(told, id);
      expect(available.State).toBe('available');
      expect(available.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId).toMatch(/^snap-/);
    }));

  test('its tags and those of its EBS snapshots are there from the first look', () =>
    inAccount({}, async (told) => {
      const types = ['image', 'snapshot'] as const;
      const TagSpecifications = types.map((ResourceType) => ({ ResourceType, Tags: TAGS }));
      const id = await create(told, { TagSpecifications });
      expect((await describeOne(told, id)).Tags).toEqual(TAGS);
      const [snapshot] = await ownSnapshots(told);
      expect(snapshot).toMatchObject({ State: 'pending', Tags: TAGS, Description: expect.stringContaining(id) });
      await told.world.clock.sleep(MINUTES_15);
      expect((await ownSnapshots(told)).map(({ State }) => State)).toEqual(['completed']);
    }));

  test('right after the answer the image is unknown, while its name is taken already', () =>
    inAccount({ settings: { consistency: { lagFactor: 1000, flickers: false } } }, async (told) => {
      const id = await create(told);
      const tagging = new CreateTagsCommand({ Resources: [id], Tags: TAGS });
      expect(await codeOf(told.clients.ec2.send(tagging))).toBe('InvalidAMIID.NotFound');
      expect(await codeOf(describeOne(told, id))).toBe('InvalidAMIID.NotFound');
      expect(await codeOf(create(told))).toBe('InvalidAMIName.Duplicate');
    }));

  test.each([
    [{ Name: 'a' }, 'InvalidAMIName.Malformed'],
    [{ Name: 'sophos:1' }, 'InvalidAMIName.Malformed'],
    [{ Name: undefined }, 'MissingParameter'],
    [{ InstanceId: 'i-0nobody' }, 'InvalidInstanceID.NotFound'],
    [{ TagSpecifications: [{ ResourceType: 'instance' as const, Tags: TAGS }] }, 'InvalidParameterValue'],
    [{ BlockDeviceMappings: [] }, 'NotSimulatedError'],
    [{ DryRun: true }, 'DryRunOperation'],
  ])('%j is answered with %s', (overrides, code) =>
    inAccount({}, async (told) => expect(await codeOf(create(told, overrides))).toBe(code)),
  );

  test('a stopped instance gives an image too, one that is still pending does not', () =>
    inAccount({ build: { instanceState: 'stopped' } }, async (told) => {
      expect(await codeOf(create(told))).toBe('succeeded');
      const { Instances } = await told.clients.launcher.send(new RunInstancesCommand(launchOf(told)));
      const young = { InstanceId: Instances?.[0]?.InstanceId, Name: 'sophos_20261121_0301' };
      expect(await codeOf(create(told, young))).toBe('InvalidParameterValue');
    }));

  test('two in a quarter of a minute: both are accepted, and the second fails', () =>
    inAccount({}, async (told) => {
      const first = await create(told);
      const second = await create(told, { Name: 'sophos_20261121_0301' });
      await told.world.clock.sleep(15_000);
      const third = await create(told, { Name: 'sophos_20261121_0302' });
      await told.world.clock.sleep(MINUTES_15);
      const ends = await Promise.all([first, second, third].map((id) => describeOne(told, id)));
      expect(ends.map(({ State }) => State)).toEqual(['available', 'failed', 'available']);
      expect(ends[1]?.StateReason?.Code).toBe('Server.InternalError');
    }));
});

describe('the instance meanwhile', () => {
  test('goes on serving without a reboot', () =>
    inAccount({}, async (told) => {
      await create(told);
      expect(await serviceAnswers(told)).toBe(true);
    }));

  test.each([{ NoReboot: false }, { NoReboot: undefined }])('is silent for a shutdown and a boot with %j', (how) =>
    inAccount({}, async (told) => {
      await create(told, how);
      expect(await serviceAnswers(told)).toBe(false);
      const request = new DescribeInstanceStatusCommand({ InstanceIds: [told.ids.instanceId] });
      const { InstanceStatuses } = await told.clients.ec2.send(request);
      expect(InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe('ok');
      await told.world.clock.sleep(150_000);
      expect(await serviceAnswers(told)).toBe(true);
    }),
  );

  test('a reboot does not bring a dead operating system back', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'instance-dead', instanceId: told.ids.instanceId });
      await create(told, { NoReboot: false });
      await told.world.clock.sleep(150_000);
      expect(await serviceAnswers(told)).toBe(false);
    }));
});

describe('what an image has copied', () => {
  async function hardStop({ clients, world }: Told, id: string): Promise<void> {
    await clients.ec2.send(new StopInstancesCommand({ InstanceIds: [id], Force: true, SkipOsShutdown: true }));
    await world.clock.sleep(30_000);
  }

  async function bootedFrom(told: Told, imageId: string) {
    await told.world.clock.sleep(MINUTES_15);
    const launch = new RunInstancesCommand({ ...launchOf(told), ImageId: imageId });
    const { Instances } = await told.clients.launcher.send(launch);
    const id = Instances?.[0]?.InstanceId ?? '';
    await told.world.clock.sleep(240_000);
    const request = new DescribeInstanceStatusCommand({ InstanceIds: [id] });
    const { InstanceStatuses } = await told.clients.ec2.send(request);
    const [status] = InstanceStatuses ?? [];
    const checks = [status?.SystemStatus?.Status, status?.InstanceStatus?.Status];
    return { id, checks, answers: await serviceAnswers(told, id) };
  }

  test('a healthy instance boots again from its image', () =>
    inAccount({}, async (told) => {
      expect(await bootedFrom(told, await create(told))).toMatchObject({ checks: ['ok', 'ok'], answers: true });
    }));

  test('so does one that was stopped', () =>
    inAccount({}, async (told) => {
      await hardStop(told, told.ids.instanceId);
      expect(await bootedFrom(told, await create(told))).toMatchObject({ checks: ['ok', 'ok'], answers: true });
    }));

  test('a dead operating system never boots, and its image is available all the same', () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'instance-dead', instanceId: told.ids.instanceId } as const;
      switchOn(told.world, fault);
      const id = await create(told);
      switchOff(told.world, fault);
      expect(await bootedFrom(told, id)).toMatchObject({ checks: ['ok', 'impaired'], answers: false });
      expect((await describeOne(told, id)).State).toBe('available');
    }));

  test('stopping a dead operating system first does not heal its image', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'instance-dead', instanceId: told.ids.instanceId });
      await hardStop(told, told.ids.instanceId);
      expect(await bootedFrom(told, await create(told))).toMatchObject({ checks: ['ok', 'impaired'] });
    }));

  test('a silent service stays silent, though EC2 calls it healthy', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'service-dead', instanceId: told.ids.instanceId });
      const id = await create(told);
      expect(await bootedFrom(told, id)).toMatchObject({ checks: ['ok', 'ok'], answers: false });
    }));

  test('an image of an instance from a broken image is broken as well, stopped or not', () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'instance-dead', instanceId: told.ids.instanceId } as const;
      switchOn(told.world, fault);
      const broken = await create(told);
      switchOff(told.world, fault);
      const { id } = await bootedFrom(told, broken);
      await hardStop(told, id);
      const heir = await create(told, { InstanceId: id, Name: 'sophos_20261121_0400' });
      expect(await bootedFrom(told, heir)).toMatchObject({ checks: ['ok', 'impaired'], answers: false });
    }));

  test('a dead host leaves the disk as it is', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'host-dead', instanceId: told.ids.instanceId });
      expect(await bootedFrom(told, await create(told))).toMatchObject({ checks: ['ok', 'ok'], answers: true });
    }));
});

test('an image whose zone is dark stays pending until the power is back', () =>
  inAccount({}, async (told) => {
    const fault = { kind: 'zone-lost', zone: 'ap-northeast-1a' } as const;
    switchOn(told.world, fault);
    const id = await create(told);
    await told.world.clock.sleep(10 * MINUTES_15);
    expect((await describeOne(told, id)).State).toBe('pending');
    switchOff(told.world, fault);
    await told.world.clock.sleep(MINUTES_15);
    expect((await describeOne(told, id)).State).toBe('available');
    const read = new DescribeInstancesCommand({ Filters: [{ Name: 'image-id', Values: [id] }] });
    expect((await told.clients.ec2.send(read)).Reservations).toEqual([]);
  }));
