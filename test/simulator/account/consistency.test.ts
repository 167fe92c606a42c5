/** Reads lag behind changes, never go back, and can be made worse. */

import {
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { allTrue } from '../../../simulator/account/consistency.ts';
import { observe } from '../../../simulator/account/observe.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../support/simulated-account.ts';

const SLOW = { consistency: { lagFactor: 1000, flickers: false } };

async function launched(told: Told): Promise<string> {
  const { Instances } = await told.clients.launcher.send(new RunInstancesCommand(launchOf(told)));
  return Instances?.[0]?.InstanceId ?? '';
}

describe('eventual consistency', () => {
  test('a fresh instance is not found by its id for a while, and then it is', () =>
    inAccount({ settings: SLOW }, async (told) => {
      const id = await launched(told);
      const read = () => told.clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
      expect(await codeOf(read())).toBe('InvalidInstanceID.NotFound');
      await told.world.clock.sleep(6_000_000);
      expect((await read()).Reservations).toHaveLength(1);
    }));

  test('an address shows its old holder while the truth has moved on', () =>
    inAccount({}, async (told) => {
      const { world, clients, ids, appliance } = told;
      const id = await launched(told);
      await world.clock.sleep(60_000);
      world.ec2.settings.consistency = { lagFactor: 1000, flickers: false };
      await clients.ec2.send(new AssociateAddressCommand({ AllocationId: ids.allocationId, InstanceId: id }));
      const { Addresses } = await clients.ec2.send(new DescribeAddressesCommand({}));
      expect(Addresses?.[0]?.InstanceId).toBe(ids.instanceId);
      expect(observe(world, appliance).address.instanceId).toBe(id);
    }));

  test('once a reader has seen the new value it never sees the old one again', () =>
    inAccount({ seed: 5, settings: { consistency: { lagFactor: 5, flickers: false } } }, async (told) => {
      const { world, clients, ids } = told;
      const id = await launched(told);
      await world.clock.sleep(120_000);
      await clients.ec2.send(new AssociateAddressCommand({ AllocationId: ids.allocationId, InstanceId: id }));
      const seen: (string | undefined)[] = [];
      for (let round = 0; round < 120; round += 1) {
        const { Addresses } = await clients.ec2.send(new DescribeAddressesCommand({}));
        seen.push(Addresses?.[0]?.InstanceId);
      }
      const first = seen.indexOf(id);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(new Set(seen.slice(first))).toEqual(new Set([id]));
    }));

  test('a flickering account shows old and new by turns until the change has arrived', () =>
    inAccount({}, async (told) => {
      const { world, clients, ids } = told;
      const id = await launched(told);
      await world.clock.sleep(60_000);
      world.ec2.settings.consistency = { lagFactor: 10_000, flickers: true };
      await clients.ec2.send(new AssociateAddressCommand({ AllocationId: ids.allocationId, InstanceId: id }));
      const seen: (string | undefined)[] = [];
      for (let round = 0; round < 20; round += 1) {
        const { Addresses } = await clients.ec2.send(new DescribeAddressesCommand({}));
        seen.push(Addresses?.[0]?.InstanceId);
      }
      expect(new Set(seen)).toEqual(new Set([id, ids.instanceId]));
    }));

  test('a change that fails changes nothing', () =>
    inAccount({}, async ({ world, clients, ids }) => {
      const before = allTrue(world.ec2.addresses);
      const call = new AssociateAddressCommand({ AllocationId: ids.allocationId, InstanceId: 'i-0nobody' });
      expect(await codeOf(clients.ec2.send(call))).toBe('InvalidInstanceID.NotFound');
      expect(allTrue(world.ec2.addresses)).toEqual(before);
    }));
});
