/** What people and their tools do to the account, as it shows at the API. */
import { DescribeAddressesCommand, DescribeRouteTablesCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { truth } from '../../../../simulator/account/consistency.ts';
import { createTags } from '../../../../simulator/account/ec2/tags.ts';
import type { Fault } from '../../../../simulator/account/faults/fault.ts';
import { switchOff, switchOn } from '../../../../simulator/account/faults/switch.ts';
import { codeOf, inAccount, type Told } from '../../../support/simulated-account.ts';

async function tagsOf({ clients, ids }: Told): Promise<Record<string, string>> {
  const asked = new DescribeAddressesCommand({ AllocationIds: [ids.allocationId] });
  const { Addresses } = await clients.ec2.send(asked);
  return Object.fromEntries((Addresses?.[0]?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

describe('the tags of the address', () => {
  test('are taken off by infrastructure as code, ours alone', () =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      const Tags = ['failover:owner', 'Name'].map((Key) => ({ Key, Value: 'x' }));
      createTags(world, { Resources: [ids.allocationId], Tags });
      switchOn(world, { kind: 'tags-stripped', resourceId: ids.allocationId });
      expect(await tagsOf(told)).toEqual({ Name: 'x' });
    }));

  test('name another stack as the owner', () =>
    inAccount({}, async (told) => {
      switchOn(told.world, { kind: 'owned-by-another-stack', resourceId: told.ids.allocationId });
      expect(await tagsOf(told)).toMatchObject({ 'failover:owner': 'failover-elsewhere' });
    }));
});

describe('a route that is aimed elsewhere by hand', () => {
  const [destination] = ['10.242.2.0/24'];

  async function routeOf({ clients, ids }: Told) {
    const { RouteTables } = await clients.ec2.send(
      new DescribeRouteTablesCommand({ RouteTableIds: ids.routeTableIds.slice(0, 1) }),
    );
    return RouteTables?.[0]?.Routes?.find(({ DestinationCidrBlock }) => DestinationCidrBlock === destination);
  }

  test.each([
    ['gateway', { GatewayId: 'vgw-0123456789abcdef0', State: 'active' }],
    ['third', { State: 'active', InstanceId: expect.stringMatching(/^i-/) }],
    ['nothing', { State: 'blackhole', NetworkInterfaceId: expect.stringMatching(/^eni-/) }],
  ] as const)('at a %s shows it', (at, shown) =>
    inAccount({}, async (told) => {
      const { world, ids } = told;
      const [routeTableId = ''] = ids.routeTableIds;
      switchOn(world, { kind: 'route-aimed-elsewhere', at, instanceId: ids.instanceId, routeTableId, destination });
      const route = await routeOf(told);
      expect(route).toMatchObject(shown);
      expect(route?.InstanceId).not.toBe(ids.instanceId);
    }),
  );

  test('goes with its whole table', () =>
    inAccount({}, async (told) => {
      const [routeTableId = ''] = told.ids.routeTableIds;
      switchOn(told.world, { kind: 'route-table-deleted', routeTableId });
      expect(await codeOf(routeOf(told))).toBe('InvalidRouteTableID.NotFound');
    }));
});

test('an instance with stop protection cannot be stopped before it is taken away', () =>
  inAccount({}, async ({ world, clients, ids }) => {
    const stop = () =>
      codeOf(clients.ec2.send(new StopInstancesCommand({ InstanceIds: [ids.instanceId], Force: true })));
    const fault: Fault = { kind: 'stop-protected', instanceId: ids.instanceId };
    switchOn(world, fault);
    expect(await stop()).toBe('OperationNotPermitted');
    switchOff(world, fault);
    expect(await stop()).toBe('succeeded');
  }));

test('an image that is deregistered by hand is gone from the records, at once', () =>
  inAccount({}, async ({ world, ids }) => {
    const [imageId = ''] = ids.imageIds;
    switchOn(world, { kind: 'image-deregistered', imageId });
    expect(truth(world.ec2.images, imageId)?.state).toBe('deregistered');
    await world.clock.sleep(3_600_000);
    expect(truth(world.ec2.images, imageId)).toBeUndefined();
  }));
