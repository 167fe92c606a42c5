/** The address blocks of a VPC and of every subnet in it, also of subnets that the configuration does not name. */
import { DescribeVpcsCommand, paginateDescribeSubnets, type Subnet } from '@aws-sdk/client-ec2';
import { canonicalAddress } from '../domain/ip-address.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

const blocksOf = ({ CidrBlock, Ipv6CidrBlockAssociationSet = [] }: Subnet): string[] => [
  ...(CidrBlock ? [CidrBlock] : []),
  ...Ipv6CidrBlockAssociationSet.flatMap(({ Ipv6CidrBlock }) =>
    Ipv6CidrBlock ? [canonicalAddress(Ipv6CidrBlock)] : [],
  ),
];

export async function readSubnetCidrs({ ec2 }: Clients, vpcId: string): Promise<{ id: string; cidr: string }[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  return sending(`reading the subnets of ${vpcId}`, async () => {
    const cidrs: { id: string; cidr: string }[] = [];
    for await (const { Subnets = [] } of paginateDescribeSubnets({ client: ec2 }, { Filters })) {
      for (const subnet of Subnets) {
        const { SubnetId: id } = subnet;
        if (id) cidrs.push(...blocksOf(subnet).map((cidr) => ({ id, cidr })));
      }
    }
    return cidrs;
  });
}

export async function readVpcCidrs({ ec2 }: Clients, vpcId: string): Promise<string[]> {
  const { Vpcs = [] } = await sending(`reading ${vpcId}`, () => ec2.send(new DescribeVpcsCommand({ VpcIds: [vpcId] })));
  return Vpcs.flatMap(({ CidrBlock, CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] }) => [
    ...(CidrBlock ? [CidrBlock] : []),
    ...CidrBlockAssociationSet.flatMap((each) => each.CidrBlock ?? []),
    ...Ipv6CidrBlockAssociationSet.flatMap((each) =>
      each.Ipv6CidrBlock ? [canonicalAddress(each.Ipv6CidrBlock)] : [],
    ),
  ]);
}
