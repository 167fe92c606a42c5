/** The quota of vCPUs, the metric of its use, and the types by which it is counted. */
import { DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import { GetServiceQuotaCommand } from '@aws-sdk/client-service-quotas';
import { expect, test } from '@jest/globals';
import { readVcpus } from '../../../../shared/aws/instance-types.ts';
import { readVcpuQuota } from '../../../../shared/aws/vcpu-quota.ts';
import { isStandardFamily } from '../../../../shared/domain/readiness/place.ts';
import { clientsFor } from '../../../../simulator/stories/shared-clients.ts';
import { codeOf, inAccount } from '../../../support/simulated-account.ts';

test('the quota comes with its use: what runs', () =>
  inAccount({ build: { instanceType: 'm5.2xlarge' } }, async ({ world }) => {
    const now = new Date(world.clock.nowMs()).toISOString();
    expect(await readVcpuQuota(clientsFor(world.region), now)).toEqual({ limit: 640, used: 8 });
  }));

test('another quota is not known', () =>
  inAccount({}, async ({ world }) => {
    const asked = clientsFor(world.region).quotas.send(
      new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-0' }),
    );
    expect(await codeOf(asked)).toBe('NoSuchResourceException');
  }));

test.each([
  ['t3.micro', 2],
  ['m5.large', 2],
  ['c5.xlarge', 4],
  ['r5.24xlarge', 96],
])('%s has %d vCPUs', (type, vcpus) =>
  inAccount({}, async ({ clients }) => expect(await readVcpus(clients, type)).toBe(vcpus)),
);

test('a type that EC2 does not have is refused', () =>
  inAccount({}, async ({ clients }) => {
    const asked = clients.ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: ['m5.huge' as 'm5.large'] }));
    expect(await codeOf(asked)).toBe('InvalidInstanceType');
  }));

test.each([
  ['m5.large', true],
  ['t2.medium', true],
  ['im4gn.large', true],
  ['z1d.large', true],
  ['g4dn.xlarge', false],
  ['inf1.xlarge', false],
  ['mac1.metal', false],
  ['dl1.24xlarge', false],
  ['trn1.2xlarge', false],
  ['hpc6a.48xlarge', false],
])('whether %s counts against the quota of the standard families: %s', (type, standard) =>
  expect(isStandardFamily(type)).toBe(standard),
);
