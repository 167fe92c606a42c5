/** The truth about traffic, regardless of what EC2 says about it. */
import { describe, expect, test } from '@jest/globals';
import { switchOff, switchOn } from '../../../simulator/account/faults/switch.ts';
import { observe, serves } from '../../../simulator/account/observe.ts';
import { inAccount } from '../../support/simulated-account.ts';

const IP = '203.0.113.10';

describe('observing the account', () => {
  test('the snapshot shows the holder of the address and every configured route', () =>
    inAccount({}, async ({ world, appliance, ids }) => {
      const { address, routes, instances } = observe(world, appliance);
      expect(address).toMatchObject({ publicIp: IP, instanceId: ids.instanceId });
      expect(routes.map(({ routeTableId }) => routeTableId)).toEqual(ids.routeTableIds);
      expect(routes.every(({ target }) => 'id' in target && target.id === ids.networkInterfaceId)).toBe(true);
      expect(instances[ids.instanceId]).toMatchObject({ reading: 'described', instance: { state: 'running' } });
    }));

  test.each([
    ['a dead operating system', { kind: 'instance-dead' }],
    ['a dead host', { kind: 'host-dead' }],
  ] as const)('%s does not answer, and answers again some time after its return', (_, { kind }) =>
    inAccount({}, async ({ world, ids }) => {
      const fault = { kind, instanceId: ids.instanceId };
      expect(serves(world, IP)).toBe(true);
      switchOn(world, fault);
      expect(serves(world, IP)).toBe(false);
      switchOff(world, fault);
      expect(serves(world, IP)).toBe(false);
      await world.clock.sleep(61_000);
      expect(serves(world, IP)).toBe(true);
    }),
  );

  test('a guest that reboots is silent for exactly as long as it takes', () =>
    inAccount({}, async ({ world, ids }) => {
      switchOn(world, { kind: 'guest-reboot', instanceId: ids.instanceId, seconds: 90 });
      await world.clock.sleep(89_000);
      expect(serves(world, IP)).toBe(false);
      await world.clock.sleep(2_000);
      expect(serves(world, IP)).toBe(true);
    }));

  test('what stood in a lost zone comes back with the power', () =>
    inAccount({}, async ({ world }) => {
      const fault = { kind: 'zone-lost', zone: 'ap-northeast-1a' } as const;
      switchOn(world, fault);
      await world.clock.sleep(3_600_000);
      expect(serves(world, IP)).toBe(false);
      switchOff(world, fault);
      await world.clock.sleep(61_000);
      expect(serves(world, IP)).toBe(true);
    }));

  test('an address without a holder does not answer', () =>
    inAccount({ build: { unattached: true } }, async ({ world }) => expect(serves(world, IP)).toBe(false)));
});
