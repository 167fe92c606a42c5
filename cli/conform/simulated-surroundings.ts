/** What else is in the simulated lab account, so that every dry run of row 10 can be tried there. */
import { allTrue } from '../../simulator/account/consistency.ts';
import { settle } from '../../simulator/account/ec2/furnish/settle.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';

/** An image without ENA, a second VPC with a subnet, and no instance profile at all. */
export function furnishSurroundings({ world, inject }: Simulation): void {
  const { ec2 } = world;
  const [image] = allTrue(ec2.images);
  if (image) {
    const own = { id: 'ami-00000000000000e4a', name: 'without-ena', tags: {} };
    settle(world, ec2.images, { ...image, ...own, createdAtMs: 0, enaSupport: false });
  }
  const vpcId = 'vpc-000000000000000e1';
  settle(world, ec2.vpcs, { id: vpcId, tags: {}, cidr: '10.9.0.0/16' });
  const zone = `${world.region}a`;
  settle(world, ec2.subnets, {
    id: 'subnet-000000000000000e1',
    tags: {},
    vpcId,
    zone,
    cidr: '10.9.0.0/24',
    freeAddresses: 251,
  });
  inject({ kind: 'launch-part-gone', part: 'instance-profile' });
}
