/** What the conformance kit needs of EC2 besides: addresses that are allocated, key pairs, and protections. */
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DeleteKeyPairCommand,
  DeregisterImageCommand,
  DescribeKeyPairsCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
  ImportKeyPairCommand,
  ModifyInstanceAttributeCommand,
  ReleaseAddressCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { codeOf, inAccount, launchOf } from '../../../support/simulated-account.ts';

test('an allocated address is released once nothing holds it', () =>
  inAccount({}, async ({ clients: { ec2 }, ids }) => {
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    await ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId: ids.instanceId }));
    expect(await codeOf(ec2.send(new ReleaseAddressCommand({ AllocationId })))).toBe('InvalidIPAddress.InUse');
    const { AllocationId: free } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    await ec2.send(new ReleaseAddressCommand({ AllocationId: free }));
    expect(await codeOf(ec2.send(new ReleaseAddressCommand({ AllocationId: free })))).toBe(
      'InvalidAllocationID.NotFound',
    );
  }));

test('a launch with a deleted key pair is refused until it is imported again', () =>
  inAccount({}, async (told) => {
    const { ec2, launcher } = told.clients;
    const launch = () =>
      launcher.send(new RunInstancesCommand({ ...launchOf(told), KeyName: 'company', DryRun: true }));
    const asked = new DescribeKeyPairsCommand({ KeyNames: ['company'], IncludePublicKey: true });
    const { KeyPairs: [pair] = [] } = await ec2.send(asked);
    const imported = new ImportKeyPairCommand({
      KeyName: 'company',
      PublicKeyMaterial: new TextEncoder().encode(pair?.PublicKey),
    });
    expect(await codeOf(launch())).toBe('DryRunOperation');
    expect(await codeOf(ec2.send(imported))).toBe('InvalidKeyPair.Duplicate');
    await ec2.send(new DeleteKeyPairCommand({ KeyName: 'company' }));
    expect(await codeOf(launch())).toBe('InvalidKeyPair.NotFound');
    expect(await codeOf(ec2.send(asked))).toBe('InvalidKeyPair.NotFound');
    await ec2.send(imported);
    expect(await codeOf(launch())).toBe('DryRunOperation');
    expect((await ec2.send(asked)).KeyPairs).toEqual([pair]);
  }));

test('a protection is switched on and off', () =>
  inAccount({}, async ({ clients: { ec2 }, ids }) => {
    const { instanceId: InstanceId } = ids;
    const [ImageId] = ids.imageIds;
    const stop = () => codeOf(ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] })));
    const deregister = () => codeOf(ec2.send(new DeregisterImageCommand({ ImageId })));
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } }));
    await ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId, WithCooldown: false }));
    expect([await stop(), await deregister()]).toEqual(['OperationNotPermitted', 'OperationNotPermitted']);
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: false } }));
    await ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId }));
    expect([await stop(), await deregister()]).toEqual(['succeeded', 'succeeded']);
  }));
