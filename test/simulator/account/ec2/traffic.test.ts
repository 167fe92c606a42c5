/** Address, routes and network interfaces: what moves, what is refused, and under which code. */

import {
  AssociateAddressCommand,
  CreateRouteCommand,
  DescribeNetworkInterfacesCommand,
  DisassociateAddressCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceRouteCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { observe, serves } from '../../../../simulator/account/observe.ts';
import { codeOf, inAccount, launchOf, type Told } from '../../../support/simulated-account.ts';

async function replacement(told: Told, { waitMs = 20_000 } = {}) {
  const { Instances } = await told.clients.launcher.send(new RunInstancesCommand(launchOf(told)));
  await told.world.clock.sleep(waitMs);
  const [instance] = Instances ?? [];
  return { id: instance?.InstanceId, eni: instance?.NetworkInterfaces?.[0]?.NetworkInterfaceId };
}

describe('the address', () => {
  test('moves to a running replacement, which answers once it has booted', () =>
    inAccount({}, async (told) => {
      const { id } = await replacement(told);
      const { clients, ids, world, appliance } = told;
      await clients.ec2.send(new AssociateAddressCommand({ AllocationId: ids.allocationId, InstanceId: id }));
      expect(observe(world, appliance).address.instanceId).toBe(id);
      await world.clock.sleep(60_000);
      expect(serves(world, appliance.floatingIp)).toBe(true);
    }));

  test('cannot go to a pending instance, by its id or by its network interface', () =>
    inAccount({}, async (told) => {
      const { id, eni } = await replacement(told, { waitMs: 0 });
      const { ec2 } = told.clients;
      const AllocationId = told.ids.allocationId;
      expect(await codeOf(ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId: id })))).toBe(
        'InvalidInstanceID',
      );
      expect(await codeOf(ec2.send(new AssociateAddressCommand({ AllocationId, NetworkInterfaceId: eni })))).toBe(
        'IncorrectInstanceState',
      );
    }));

  test('is not taken from its holder when re-association is forbidden', () =>
    inAccount({}, async (told) => {
      const { id } = await replacement(told);
      const request = { AllocationId: told.ids.allocationId, InstanceId: id, AllowReassociation: false };
      expect(await codeOf(told.clients.ec2.send(new AssociateAddressCommand(request)))).toBe(
        'Resource.AlreadyAssociated',
      );
    }));

  test('given to its holder again it keeps its association', () =>
    inAccount({}, async ({ clients, ids, world, appliance }) => {
      const request = { AllocationId: ids.allocationId, InstanceId: ids.instanceId };
      const { AssociationId } = await clients.ec2.send(new AssociateAddressCommand(request));
      expect(AssociationId).toBe(observe(world, appliance).address.associationId);
    }));

  test('is released by its exact association, once', () =>
    inAccount({}, async ({ clients, world, appliance }) => {
      const AssociationId = observe(world, appliance).address.associationId;
      await clients.ec2.send(new DisassociateAddressCommand({ AssociationId }));
      expect(serves(world, appliance.floatingIp)).toBe(false);
      expect(await codeOf(clients.ec2.send(new DisassociateAddressCommand({ AssociationId })))).toBe(
        'InvalidAssociationID.NotFound',
      );
    }));

  test('an unknown allocation is refused by its code', () =>
    inAccount({}, async ({ clients, ids }) => {
      const request = { AllocationId: 'eipalloc-0none', InstanceId: ids.instanceId };
      expect(await codeOf(clients.ec2.send(new AssociateAddressCommand(request)))).toBe('InvalidAllocationID.NotFound');
    }));
});

describe('routes', () => {
  const route = ({ ids }: Told, DestinationCidrBlock: string) => ({
    RouteTableId: ids.routeTableIds[0],
    DestinationCidrBlock,
    NetworkInterfaceId: ids.networkInterfaceId,
  });

  test('an existing route is replaced, and forwards to the new network interface', () =>
    inAccount({}, async (told) => {
      const { eni, id } = await replacement(told);
      await told.clients.ec2.send(
        new ReplaceRouteCommand({ ...route(told, '10.242.2.0/24'), NetworkInterfaceId: eni }),
      );
      expect(observe(told.world, told.appliance).routes[0]?.target).toEqual({
        kind: 'network-interface',
        id: eni,
        instanceId: id,
        blackhole: false,
      });
    }));

  test('what does not exist cannot be replaced, and what exists cannot be created', () =>
    inAccount({}, async (told) => {
      const { ec2 } = told.clients;
      const elsewhere = { ...route(told, '10.242.2.0/24'), RouteTableId: 'rtb-0none' };
      expect(await codeOf(ec2.send(new ReplaceRouteCommand(route(told, '10.99.0.0/16'))))).toBe(
        'InvalidRoute.NotFound',
      );
      expect(await codeOf(ec2.send(new CreateRouteCommand(route(told, '10.242.2.0/24'))))).toBe('RouteAlreadyExists');
      expect(await codeOf(ec2.send(new ReplaceRouteCommand(elsewhere)))).toBe('InvalidRouteTableID.NotFound');
      expect(await codeOf(ec2.send(new CreateRouteCommand(route(told, '10.99.0.0/16'))))).toBe('succeeded');
    }));
});

describe('the network interface', () => {
  test('source/destination check is switched by its id', () =>
    inAccount({}, async (told) => {
      const { eni } = await replacement(told);
      const { ec2 } = told.clients;
      const off = { NetworkInterfaceId: eni, SourceDestCheck: { Value: false } };
      await ec2.send(new ModifyNetworkInterfaceAttributeCommand(off));
      const read = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [eni ?? ''] });
      expect((await ec2.send(read)).NetworkInterfaces?.[0]?.SourceDestCheck).toBe(false);
    }));
});
