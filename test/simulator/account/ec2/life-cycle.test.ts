/** An instance's way to its end, and what becomes of the address and the routes that hang on it. */

import {
  DescribeAddressesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

async function active({ clients, ids }: Told) {
  const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [ids.instanceId] }));
  return Reservations?.[0]?.Instances?.[0];
}

async function routeStates({ clients }: Told) {
  const { RouteTables } = await clients.ec2.send(new DescribeRouteTablesCommand({}));
  return RouteTables?.map(({ Routes }) => Routes?.at(-1)?.State);
}

const stop = ({ clients, ids }: Told, how: { Force?: boolean; SkipOsShutdown?: boolean } = {}) =>
  clients.ec2.send(new StopInstancesCommand({ InstanceIds: [ids.instanceId], ...how }));

const stateAfter = async (told: Told, seconds: number) => {
  await told.world.clock.sleep(seconds * 1000);
  return (await active(told))?.State?.Name;
};

/** EC2's answer to a dry run that would succeed. */
const PASSED = 'DryRunOperation';

describe('a dry run', () => {
  test.each([
    ['a running instance', 0],
    ['one that is stopping', 5],
    ['one that is stopped', 200],
  ])('of a harder stop passes and changes nothing: %s', (_, seconds) =>
    inAccount({}, async (told) => {
      const { clients, ids, world } = told;
      if (seconds > 0) {
        switchOn(world, { kind: 'stopped-by-ec2', instanceId: ids.instanceId });
        await world.clock.sleep(seconds * 1000);
      }
      const before = await active(told);
      const tried = { InstanceIds: [ids.instanceId], Force: true, SkipOsShutdown: true, DryRun: true };
      expect(await codeOf(clients.ec2.send(new StopInstancesCommand(tried)))).toBe(PASSED);
      expect(await active(told)).toEqual(before);
      await world.clock.sleep(200_000);
      expect((await active(told))?.StateReason?.Code).toBe(seconds > 0 ? 'Server.ScheduledStop' : undefined);
    }),
  );

  test('of a start and of a termination changes nothing either', () =>
    inAccount({}, async (told) => {
      const { clients, ids } = told;
      await stop(told);
      await stateAfter(told, 200);
      const tried = { InstanceIds: [ids.instanceId], DryRun: true };
      expect(await codeOf(clients.ec2.send(new StartInstancesCommand(tried)))).toBe(PASSED);
      expect(await codeOf(clients.ec2.send(new TerminateInstancesCommand(tried)))).toBe(PASSED);
      expect(await stateAfter(told, 200)).toBe('stopped');
    }));
});

describe('stopping', () => {
  test('a stopped instance says who stopped it and when, and keeps its address', () =>
    inAccount({}, async (told) => {
      await stop(told);
      expect(await stateAfter(told, 0)).toBe('stopping');
      expect(await stateAfter(told, 91)).toBe('stopped');
      const instance = await active(told);
      expect(instance?.StateReason?.Code).toBe('Client.UserInitiatedShutdown');
      expect(instance?.StateTransitionReason).toBe('User initiated (2026-11-21 00:00:00 GMT)');
      const { Addresses } = await told.clients.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses?.[0]?.InstanceId).toBe(told.ids.instanceId);
      expect(await routeStates(told)).toEqual(['blackhole', 'blackhole']);
    }));

  test('a dead operating system makes a graceful stop take minutes, and a hard one does not wait for it', async () => {
    await inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'instance-dead', instanceId: told.ids.instanceId });
      await stop(told);
      expect(await stateAfter(told, 110)).toBe('stopping');
      expect(await stateAfter(told, 200)).toBe('stopped');
    });
    await inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'instance-dead', instanceId: told.ids.instanceId });
      await stop(told, { Force: true, SkipOsShutdown: true });
      expect(await stateAfter(told, 21)).toBe('stopped');
    });
  });

  test('a hung stop never ends, however hard it is asked for, until EC2 is well again', () =>
    inAccount({}, async (told) => {
      const fault = { kind: 'hung-stop', instanceId: told.ids.instanceId } as const;
      switchOn(told.world, fault);
      await stop(told, { Force: true, SkipOsShutdown: true });
      expect(await stateAfter(told, 3600)).toBe('stopping');
      switchOff(told.world, fault);
      await stop(told, { Force: true, SkipOsShutdown: true });
      expect(await stateAfter(told, 21)).toBe('stopped');
    }));

  test('stopping again is no error; a started one runs on other hardware', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'host-dead', instanceId: told.ids.instanceId });
      await stop(told, { Force: true, SkipOsShutdown: true });
      await told.world.clock.sleep(21_000);
      expect(await codeOf(stop(told))).toBe('succeeded');
      await told.clients.ec2.send(new StartInstancesCommand({ InstanceIds: [told.ids.instanceId] }));
      expect(await stateAfter(told, 18)).toBe('running');
    }));
});

describe('terminating', () => {
  test('the network interface goes, the address hangs in the air and the routes are blackholes', () =>
    inAccount({}, async (told) => {
      const { clients, ids } = told;
      await clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [ids.instanceId] }));
      expect(await stateAfter(told, 0)).toBe('shutting-down');
      expect(await stateAfter(told, 61)).toBe('terminated');
      const { Addresses } = await clients.ec2.send(new DescribeAddressesCommand({}));
      const read = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [ids.networkInterfaceId] });
      expect(Addresses?.[0]?.AssociationId).toBeUndefined();
      expect(await codeOf(clients.ec2.send(read))).toBe('InvalidNetworkInterfaceID.NotFound');
      expect(await routeStates(told)).toEqual(['blackhole', 'blackhole']);
      expect(await codeOf(stop(told))).toBe('IncorrectInstanceState');
    }));

  test('after an hour it is no longer known', () =>
    inAccount({}, async (told) => {
      await told.clients.ec2.send(new TerminateInstancesCommand({ InstanceIds: [told.ids.instanceId] }));
      await told.world.clock.sleep(3_700_000);
      expect(await codeOf(active(told))).toBe('InvalidInstanceID.NotFound');
    }));
});

describe('status checks', () => {
  const checks = async ({ clients, ids }: Told) => {
    const request = { InstanceIds: [ids.instanceId], IncludeAllInstances: true };
    const { InstanceStatuses } = await clients.ec2.send(new DescribeInstanceStatusCommand(request));
    const [status] = InstanceStatuses ?? [];
    return [status?.SystemStatus?.Status, status?.InstanceStatus?.Status];
  };

  test.each([
    ['instance-dead', ['ok', 'impaired']],
    ['host-dead', ['impaired', 'impaired']],
  ] as const)('%s is seen by the checks only one to two minutes later', (kind, verdicts) =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind, instanceId: told.ids.instanceId });
      await told.world.clock.sleep(59_000);
      expect(await checks(told)).toEqual(['ok', 'ok']);
      await told.world.clock.sleep(61_000);
      expect(await checks(told)).toEqual(verdicts);
    }),
  );

  test('a guest reboot is not seen at all', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'guest-reboot', instanceId: told.ids.instanceId, seconds: 170 });
      await told.world.clock.sleep(150_000);
      expect(await checks(told)).toEqual(['ok', 'ok']);
    }));

  test('only running instances are listed unless all are asked for', () =>
    inAccount({ build: { instanceState: 'stopped' } }, async (told) => {
      const { InstanceStatuses } = await told.clients.ec2.send(new DescribeInstanceStatusCommand({}));
      expect(InstanceStatuses).toEqual([]);
      expect(await checks(told)).toEqual(['not-applicable', 'not-applicable']);
    }));
});

describe('a lost zone', () => {
  const zoneLost = { kind: 'zone-lost', zone: 'ap-northeast-1a' } as const;

  test('ids there and calls without ids fail with a server fault, filters or not', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, zoneLost);
      const Filters = [{ Name: 'availability-zone', Values: ['ap-northeast-1c'] }];
      expect(await codeOf(active(told))).toBe('InternalError');
      expect(await codeOf(told.clients.ec2.send(new DescribeInstancesCommand({ Filters })))).toBe('Unavailable');
      expect(await codeOf(told.clients.ec2.send(new DescribeInstanceStatusCommand({})))).toBe('Unavailable');
      expect(await codeOf(told.clients.ec2.send(new DescribeAddressesCommand({})))).toBe('succeeded');
    }));

  test('a stop there hangs, and with the power the instance is back as a zombie', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, zoneLost);
      await stop(told, { Force: true, SkipOsShutdown: true });
      await told.world.clock.sleep(600_000);
      switchOff(told.world, zoneLost);
      expect(await stateAfter(told, 0)).toBe('running');
    }));
});
