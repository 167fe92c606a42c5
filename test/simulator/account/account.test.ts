/** The account that the recipe left behind, as the SDK shows it. */

import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { buildAccount } from '../../../simulator/account/account.ts';
import { observe } from '../../../simulator/account/observe.ts';
import { anAppliance } from '../../support/appliances.ts';
import { inAccount } from '../../support/simulated-account.ts';

const byName = (value: string) => [{ Name: 'tag:Name', Values: [value] }];

describe('the built account', () => {
  test('everything is found by the Name tags of the recipe', () =>
    inAccount({}, async ({ clients, ids }) => {
      const { ec2 } = clients;
      const vpcs = await ec2.send(new DescribeVpcsCommand({ Filters: byName('my-vpc') }));
      const subnets = await ec2.send(new DescribeSubnetsCommand({ Filters: byName('public') }));
      const tables = await ec2.send(new DescribeRouteTablesCommand({ Filters: byName('public') }));
      const images = await ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters: byName('sophos') }));
      expect(vpcs.Vpcs?.map(({ VpcId }) => VpcId)).toEqual([ids.vpcId]);
      expect(subnets.Subnets?.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
        'ap-northeast-1a',
        'ap-northeast-1c',
        'ap-northeast-1d',
      ]);
      expect(tables.RouteTables?.map(({ Routes }) => Routes?.map((route) => route.State))).toEqual([
        ['active', 'active', 'active'],
        ['active', 'active', 'active'],
      ]);
      expect(images.Images?.map(({ CreationDate }) => CreationDate)).toEqual([
        '2026-11-20T18:00:00.000Z',
        '2026-11-19T18:00:00.000Z',
        '2026-11-18T18:00:00.000Z',
      ]);
    }));

  test('the instance forwards, and has been running since long before the story', () =>
    inAccount({}, async ({ clients, ids }) => {
      const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ InstanceIds: [ids.instanceId] }));
      const instance = Reservations?.[0]?.Instances?.[0];
      expect(instance).toMatchObject({ State: { Name: 'running' }, SourceDestCheck: false, InstanceType: 'm5.large' });
      expect(instance?.PublicIpAddress).toBe('203.0.113.10');
      expect(instance?.LaunchTime?.toISOString()).toBe('2026-10-22T00:00:00.000Z');
      expect(instance?.BlockDeviceMappings).toHaveLength(1);
    }));

  test('a second appliance in the same VPC has its own instance and shares the network', () =>
    inAccount({}, async ({ world, ids }) => {
      const second = anAppliance({
        name: 'two',
        floatingIp: '203.0.113.20',
        instance: 'two',
        image: 'two',
        vpnCidrs: ['10.9.0.0/16'],
      });
      const others = buildAccount(world, second);
      expect(others.vpcId).toBe(ids.vpcId);
      expect(others.subnetIds).toEqual(ids.subnetIds);
      expect(others.instanceId).not.toBe(ids.instanceId);
      expect(observe(world, second).routes).toHaveLength(2);
    }));

  test('ids in the configuration are kept', () =>
    inAccount(
      {
        appliance: {
          floatingIp: 'eipalloc-0aa',
          vpc: 'vpc-0aa',
          subnets: ['subnet-0aa', 'subnet-0bb'],
          routeTables: ['rtb-0aa'],
          instance: 'i-0aa',
          securityGroups: ['sg-0aa'],
        },
      },
      async ({ ids }) => {
        expect(ids).toMatchObject({
          allocationId: 'eipalloc-0aa',
          vpcId: 'vpc-0aa',
          subnetIds: ['subnet-0aa', 'subnet-0bb'],
          routeTableIds: ['rtb-0aa'],
          instanceId: 'i-0aa',
          securityGroupIds: ['sg-0aa'],
        });
      },
    ));

  test('a foreign route, a twin and a terminated instance are set up when asked for', async () => {
    await inAccount({ build: { foreignRoute: true, twins: ['vpc', 'instance'] } }, async (told) => {
      const { world, clients, appliance, ids } = told;
      const { Vpcs } = await clients.ec2.send(new DescribeVpcsCommand({ Filters: byName('my-vpc') }));
      const { Reservations } = await clients.ec2.send(new DescribeInstancesCommand({ Filters: byName('sophos') }));
      const targets = observe(world, appliance).routes.map(({ target }) => ('id' in target ? target.id : ''));
      expect([Vpcs?.length, Reservations?.length]).toEqual([2, 2]);
      expect(targets[0]).not.toBe(ids.networkInterfaceId);
      expect(targets[1]).toBe(ids.networkInterfaceId);
    });
    await inAccount({ build: { instanceState: 'terminated' } }, async ({ world, appliance }) => {
      const { address, routes } = observe(world, appliance);
      expect(address.instanceId).toBeUndefined();
      expect(routes.every(({ target }) => 'blackhole' in target && target.blackhole)).toBe(true);
    });
  });
});
