/** Inside the VPC: `prove-service`, which stands there where `probe.subnets` says so, and what it can reach. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { askedInside } from '../../shared/domain/images/service-proof.ts';
import { allTrue, truth, write } from './consistency.ts';
import { answers } from './ec2/machines.ts';
import type { NetworkInterfaceRecord } from './ec2/state.ts';
import type { World } from './world.ts';

/** The function that stands inside; every other asks from anywhere. */
export const INSIDE = 'prove-service';

const GROUP_ID = 'sg-0f00d0f00d0f00d00';

/** What the stack would tell `launch-proof`. */
export const insideGroupOf = ({ appliances }: Configuration): string | undefined =>
  askedInside(appliances).length > 0 ? GROUP_ID : undefined;

/** The security group that the stack has made for it, and that nothing enters. */
export function furnishInside(world: World, configuration: Configuration): void {
  const [first] = askedInside(configuration.appliances);
  if (!first) return;
  const vpc = allTrue(world.ec2.vpcs).find(({ id, tags }) => id === first.vpc || tags.Name === first.vpc);
  const value = { id: GROUP_ID, tags: {}, vpcId: vpc?.id ?? '', name: `failover-${INSIDE}`, egress: [], ingress: [] };
  write(world, world.ec2.securityGroups, { id: GROUP_ID, value, lagMs: 0 });
}

function letsIn(world: World, { groupIds }: NetworkInterfaceRecord, port: number): boolean {
  const rules = groupIds.flatMap((id) => truth(world.ec2.securityGroups, id)?.ingress ?? []);
  return rules.some(
    ({ IpProtocol, FromPort = 0, ToPort = 0, UserIdGroupPairs = [] }) =>
      IpProtocol === 'tcp' &&
      FromPort <= port &&
      port <= ToPort &&
      UserIdGroupPairs.some(({ GroupId }) => GroupId === GROUP_ID),
  );
}

/** Whether who stands inside is answered from a private address: by an instance that serves, and whose groups let it in. */
export function servesInside(world: World, { host, port }: { host: string; port: number }): boolean {
  if (!truth(world.ec2.securityGroups, GROUP_ID)) return false;
  // Addresses are drawn and may come twice; an instance that is gone answers no request.
  return allTrue(world.ec2.networkInterfaces)
    .filter(({ privateIp }) => privateIp === host)
    .some((networkInterface) => {
      const instance = networkInterface.instanceId && truth(world.ec2.instances, networkInterface.instanceId);
      return instance && letsIn(world, networkInterface, port) && answers(world, instance);
    });
}
