/** The address blocks of every subnet of a VPC, also of subnets that the configuration does not name. */
import { paginateDescribeSubnets } from '@aws-sdk/client-ec2';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

export async function readSubnetCidrs({ ec2 }: Clients, vpcId: string): Promise<{ id: string; cidr: string }[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  return sending(`reading the subnets of ${vpcId}`, async () => {
    const cidrs: { id: string; cidr: string }[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client: ec2 }, { Filters })) {
      cidrs.push(...Subnets.flatMap(({ SubnetId: id, CidrBlock: cidr }) => (id && cidr ? [{ id, cidr }] : [])));
    }
    return cidrs;
  });
}
