/** The simulated network under real SDK clients: what the SDK does on its own continues, and nothing else does. */

import {
  CreateTagsCommand,
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  DescribeInstancesCommand,
  DescribeVpcsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { callers } from '../../../simulator/account/caller.ts';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, launchOf } from '../../support/simulated-account.ts';

describe('the simulated network', () => {
  test('a read takes virtual time and is recorded with its caller', () =>
    inAccount({}, async ({ world, clients }) => {
      const before = world.clock.nowMs();
      const { Addresses, $metadata } = await clients.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses).toHaveLength(1);
      expect($metadata.httpStatusCode).toBe(200);
      expect(world.clock.nowMs() - before).toBeGreaterThan(40);
      expect(world.calls).toMatchObject([
        { service: 'EC2', action: 'DescribeAddresses', caller: 'person', dryRun: false },
      ]);
    }));

  test('the SDK repeats a throttled call', () =>
    inAccount({}, async ({ world, clients }) => {
      switchOn(world, { kind: 'fail', action: 'DescribeVpcs', code: 'RequestLimitExceeded', times: 2, status: 503 });
      const { Vpcs, $metadata } = await clients.ec2.send(new DescribeVpcsCommand({}));
      expect(Vpcs).toHaveLength(1);
      expect($metadata.attempts).toBe(3);
      expect(world.calls.map(({ error }) => error)).toEqual([
        'RequestLimitExceeded',
        'RequestLimitExceeded',
        undefined,
      ]);
    }));

  test('a client error is thrown at once, in the SDK shape', () =>
    inAccount({}, async ({ world, clients }) => {
      const call = clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: ['i-0123'] }));
      await expect(call).rejects.toMatchObject({
        name: 'InvalidInstanceID.NotFound',
        $fault: 'client',
        $metadata: { httpStatusCode: 400, attempts: 1 },
      });
      expect(world.calls).toHaveLength(1);
    }));

  test('the launcher does not repeat a server fault', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'no-capacity' });
      const call = told.clients.launcher.send(new RunInstancesCommand(launchOf(told)));
      await expect(call).rejects.toMatchObject({ name: 'InsufficientInstanceCapacity', $fault: 'server' });
      expect(told.world.calls).toHaveLength(1);
    }));

  test('a lost answer was carried out, and looks like a time-out', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'lose-answer', action: 'RunInstances', times: 1 });
      expect(await codeOf(told.clients.launcher.send(new RunInstancesCommand(launchOf(told))))).toBe('TimeoutError');
      expect(told.world.ec2.instances.size).toBe(2);
    }));

  test('the client token that the SDK fills in arrives', () =>
    inAccount({}, async (told) => {
      const { Instances } = await told.clients.launcher.send(new RunInstancesCommand(launchOf(told)));
      expect(Instances?.[0]?.ClientToken).toMatch(/^[0-9a-f-]{36}$/);
    }));

  test('a request that is lost on its way is not carried out, and looks the same', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'lose-request', action: '*', times: 1, skip: 1 });
      expect(await codeOf(told.clients.ec2.send(new DescribeVpcsCommand({})))).toBe('succeeded');
      expect(await codeOf(told.clients.launcher.send(new RunInstancesCommand(launchOf(told))))).toBe('TimeoutError');
      await told.world.clock.sleep(60_000);
      expect(told.world.ec2.instances.size).toBe(1);
    }));

  test("a request that is slower than the client's patience is carried out late, when no caller waits any more", () =>
    inAccount({}, async (told) => {
      const { world, clients } = told;
      switchOn(world, { kind: 'slow', action: 'RunInstances', seconds: 60 });
      expect(await codeOf(clients.launcher.send(new RunInstancesCommand(launchOf(told))))).toBe('TimeoutError');
      expect(world.ec2.instances.size).toBe(1);
      await world.clock.sleep(60_000);
      expect(world.ec2.instances.size).toBe(2);
    }));

  test('nothing reaches a caller that has been killed; what it had sent is done, and nothing else is', () =>
    inAccount({}, async (told) => {
      const { world, clients, caller } = told;
      let settled = false;
      void codeOf(clients.launcher.send(new RunInstancesCommand(launchOf(told)))).then(() => {
        settled = true;
      });
      await world.clock.sleep(100);
      caller.dead = true;
      void codeOf(clients.ec2.send(new DescribeVpcsCommand({})));
      await world.clock.sleep(60_000);
      expect(settled).toBe(false);
      expect(world.calls).toMatchObject([
        { action: 'RunInstances', lost: true },
        { action: 'DescribeVpcs', lost: true },
      ]);
      expect(world.ec2.instances.size).toBe(2);
    }));

  test('an action that is not simulated fails loudly and is not repeated', () =>
    inAccount({}, async ({ world, clients }) => {
      expect(await codeOf(clients.ec2.send(new DescribeAvailabilityZonesCommand({})))).toBe('NotSimulatedError');
      expect(world.calls).toHaveLength(1);
    }));

  test('a call without a caller fails loudly', () =>
    inAccount({}, async ({ clients }) => {
      const call = callers.exit(() => clients.ec2.send(new DescribeVpcsCommand({})));
      await expect(call).rejects.toThrow('sent without a caller');
    }));

  test('a denied call of one function is allowed to others, and a dry run meets the same denial', () =>
    inAccount({}, async ({ world, clients, caller }) => {
      switchOn(world, { kind: 'deny', action: 'DescribeVpcs', caller: 'sweep' });
      const dryRun = (name: string) =>
        callers.run({ ...caller, name }, () => codeOf(clients.ec2.send(new DescribeVpcsCommand({ DryRun: true }))));
      expect(await dryRun('assess')).toBe('DryRunOperation');
      expect(await dryRun('sweep')).toBe('UnauthorizedOperation');
    }));

  test('a denial may begin with a later call, or concern one resource only', () =>
    inAccount({}, async ({ world, clients, ids }) => {
      const tag = (id: string) =>
        codeOf(clients.ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] })));
      switchOn(world, { kind: 'deny', action: 'CreateTags', fromCall: 2, resourceId: ids.instanceId });
      expect(await tag(ids.instanceId)).toBe('succeeded');
      expect(await tag(ids.allocationId)).toBe('succeeded');
      expect(await tag(ids.instanceId)).toBe('UnauthorizedOperation');
    }));

  test('a slow action takes that much longer, and no other does', () =>
    inAccount({ settings: { latencyFactor: 0 } }, async ({ world, clients }) => {
      switchOn(world, { kind: 'slow', action: 'DescribeVpcs', seconds: 3 });
      const before = world.clock.nowMs();
      await clients.ec2.send(new DescribeAddressesCommand({}));
      expect(world.clock.nowMs() - before).toBe(0);
      await clients.ec2.send(new DescribeVpcsCommand({}));
      expect(world.clock.nowMs() - before).toBe(3000);
    }));

  test('of seven launches at one instant the bucket of five lets five through', () =>
    inAccount({ settings: { latencyFactor: 0 } }, async (told) => {
      const calls = Array.from({ length: 7 }, () =>
        codeOf(told.clients.launcher.send(new RunInstancesCommand({ ...launchOf(told), DryRun: true }))),
      );
      const codes = (await Promise.all(calls)).toSorted();
      expect(codes).toEqual([...Array(5).fill('DryRunOperation'), 'RequestLimitExceeded', 'RequestLimitExceeded']);
    }));
});
