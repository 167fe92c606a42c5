/** Which instance types EC2 has in which zone, and how large one is. */
import {
  type _InstanceType,
  DescribeInstanceTypesCommand,
  paginateDescribeInstanceTypeOfferings,
} from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import type { Offering } from '../domain/readiness/verdict.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** That it is offered says nothing about capacity. One that EC2 does not know is offered nowhere. */
export async function readOfferings({ ec2 }: Clients, types: string[]): Promise<Offering[]> {
  const input = { LocationType: 'availability-zone' as const, Filters: [{ Name: 'instance-type', Values: types }] };
  return sending('reading the offered instance types', async () => {
    const offerings: Offering[] = [];
    for await (const { InstanceTypeOfferings = [] } of paginateDescribeInstanceTypeOfferings({ client: ec2 }, input)) {
      offerings.push(
        ...InstanceTypeOfferings.flatMap(({ InstanceType: type, Location: zone }) =>
          type && zone ? [{ type, zone }] : [],
        ),
      );
    }
    return offerings;
  });
}

export async function readVcpus({ ec2 }: Clients, type: string): Promise<number> {
  const { InstanceTypes = [] } = await sending(`reading the instance type ${type}`, () =>
    ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: [type as _InstanceType] })),
  );
  const vcpus = InstanceTypes[0]?.VCpuInfo?.DefaultVCpus;
  if (vcpus === undefined) throw new RefusedError(`EC2 does not say how many vCPUs ${type} has`);
  return vcpus;
}
