/** Hosts that EC2 recovers automatically, volumes that hang, launches without network, images that cannot be launched. */
import { DescribeInstancesCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { truth, write } from '../../../../simulator/account/consistency.ts';
import { describeInstanceStatus } from '../../../../simulator/account/ec2/describe-instance-status.ts';
import { answers } from '../../../../simulator/account/ec2/machines.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

const answersNow = ({ world }: Told, id: string): boolean => {
  const instance = truth(world.ec2.instances, id);
  return instance !== undefined && answers(world, instance);
};

const statusOf = ({ world }: Told, id: string) =>
  describeInstanceStatus(world, { InstanceIds: [id] }).InstanceStatuses?.[0];

describe('a dead host that EC2 recovers automatically', () => {
  const fault = ({ ids }: Told): Fault => ({
    kind: 'host-dead',
    instanceId: ids.instanceId,
    recoversAfterSeconds: 240,
  });

  test('answers again after a boot, under its own id, with its address', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      switchOn(world, fault(told));
      await world.clock.sleep(200_000);
      expect(answersNow(told, ids.instanceId)).toBe(false);
      expect(statusOf(told, ids.instanceId)?.SystemStatus?.Status).toBe('impaired');
      await world.clock.sleep(300_000);
      expect(answersNow(told, ids.instanceId)).toBe(true);
      expect(statusOf(told, ids.instanceId)?.SystemStatus?.Status).toBe('ok');
    }));

  test('stays dead where recovery is disabled, and is not started when it has been stopped', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      const record = truth(world.ec2.instances, ids.instanceId);
      if (!record) throw new Error('there is no instance');
      write(world, world.ec2.instances, { id: record.id, value: { ...record, autoRecovery: 'disabled' }, lagMs: 0 });
      switchOn(world, fault(told));
      await world.clock.sleep(600_000);
      expect(answersNow(told, ids.instanceId)).toBe(false);
    }));
});

test('power that returns where none was lost, or hosts that do, revive nothing', () =>
  inAccount({}, async (told) => {
    const { world, ids } = told;
    const { zone = '' } = truth(world.ec2.instances, ids.instanceId) ?? {};
    switchOn(world, { kind: 'instance-dead', instanceId: ids.instanceId });
    switchOff(world, { kind: 'zone-lost', zone });
    switchOff(world, { kind: 'host-dead', instanceId: ids.instanceId });
    await world.clock.sleep(600_000);
    expect(answersNow(told, ids.instanceId)).toBe(false);
    switchOff(world, { kind: 'instance-dead', instanceId: ids.instanceId });
    await world.clock.sleep(600_000);
    expect(answersNow(told, ids.instanceId)).toBe(true);
  }));

test('hung volumes silence the service and fail their own check alone', () =>
  inAccount({}, async (told) => {
    const { world, ids } = told;
    const fault: Fault = { kind: 'ebs-hung', instanceId: ids.instanceId };
    switchOn(world, fault);
    await world.clock.sleep(200_000);
    expect(answersNow(told, ids.instanceId)).toBe(false);
    expect(statusOf(told, ids.instanceId)).toMatchObject({
      ...{
        AttachedEbsStatus: { Status: 'impaired' },
        InstanceStatus: { Status: 'ok' },
        SystemStatus: { Status: 'ok' },
      },
    });
    switchOff(world, fault);
    await world.clock.sleep(200_000);
    expect(answersNow(told, ids.instanceId)).toBe(true);
    expect(statusOf(told, ids.instanceId)?.AttachedEbsStatus?.Status).toBe('ok');
  }));

test('what is launched without network runs, looks healthy and does not answer until that is over', () =>
  inAccount({}, async (told) => {
    const { world, clients, ids } = told;
    switchOn(world, { kind: 'launches-cut-off' });
    const { Instances } = await clients.launcher.send(new RunInstancesCommand(launchOf(told)));
    const id = Instances?.[0]?.InstanceId ?? '';
    await world.clock.sleep(600_000);
    expect(statusOf(told, id)?.InstanceStatus?.Status).toBe('ok');
    expect([answersNow(told, id), answersNow(told, ids.instanceId)]).toEqual([false, true]);
    switchOff(world, { kind: 'launches-cut-off' });
    expect(answersNow(told, id)).toBe(true);
  }));

describe('an image that cannot be launched', () => {
  test.each([
    ['at-call', 'InvalidAMIID.NotFound'],
    ['not-subscribed', 'OptInRequired'],
  ] as const)('%s is refused as %s', (shows, code) =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'image-broken', imageId: told.ids.imageIds[0] ?? '', shows });
      expect(await codeOf(told.clients.launcher.send(new RunInstancesCommand(launchOf(told))))).toBe(code);
    }),
  );

  test.each([
    ['later', 'Client.InvalidSnapshot.NotFound'],
    ['key-denied', 'Client.InternalError'],
  ] as const)('%s is accepted, and terminated for %s', (shows, code) =>
    inAccount({}, async (told) => {
      const { world, clients } = told;
      switchOn(world, { kind: 'image-broken', imageId: told.ids.imageIds[0] ?? '', shows });
      const { Instances } = await clients.launcher.send(new RunInstancesCommand(launchOf(told)));
      await world.clock.sleep(60_000);
      const asked = new DescribeInstancesCommand({ InstanceIds: [Instances?.[0]?.InstanceId ?? ''] });
      expect((await clients.ec2.send(asked)).Reservations?.[0]?.Instances?.[0]).toMatchObject({
        ...{ State: { Name: 'terminated' }, StateReason: { Code: code } },
      });
    }),
  );
});

test.each([
  ['the call that it is about', 1, 0, ['RequestLimitExceeded', 'succeeded']],
  ['no call before', 1, 1, ['succeeded', 'RequestLimitExceeded', 'succeeded']],
])('a failure strikes %s', (_what, times, skip, codes) =>
  inAccount({}, async (told) => {
    const { world, clients } = told;
    switchOn(world, { kind: 'fail', action: '*', caller: 'person', code: 'RequestLimitExceeded', times, skip });
    const answered: string[] = [];
    for (const _ of codes) answered.push(await codeOf(clients.launcher.send(new RunInstancesCommand(launchOf(told)))));
    expect(answered).toEqual(codes);
  }),
);
