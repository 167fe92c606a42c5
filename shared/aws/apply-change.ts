/** Carries out one change of the traffic. Each call may be repeated: the same target twice is harmless. */
import {
  AssociateAddressCommand,
  CreateRouteCommand,
  DescribeNetworkInterfacesCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceRouteCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { classifyAddressRefusal } from './address-refusal.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { destinationParameter } from './route-destination.ts';

/** Whether the network interface forwards packets that are not its own: source/destination check off. */
export async function readForwards({ ec2 }: Clients, networkInterfaceId: string): Promise<boolean> {
  const { NetworkInterfaces = [] } = await sending(`reading ${networkInterfaceId}`, () =>
    ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterfaceId] })),
  );
  return NetworkInterfaces[0]?.SourceDestCheck === false;
}

export const letForward = ({ ec2 }: Clients, networkInterfaceId: string): Promise<unknown> =>
  sending(`source/destination check of ${networkInterfaceId}`, () =>
    ec2.send(
      new ModifyNetworkInterfaceAttributeCommand({
        NetworkInterfaceId: networkInterfaceId,
        SourceDestCheck: { Value: false },
      }),
    ),
  );

/** What was launched early or kept ready is closed until a takeover uses it. */
export const setGroups = ({ ec2 }: Clients, networkInterfaceId: string, groupIds: string[]): Promise<unknown> =>
  sending(`security groups of ${networkInterfaceId}`, () =>
    ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: networkInterfaceId, Groups: groupIds })),
  );

/**
 * By instance, which has exactly one network interface: adoption and launch see to that.
 *
 * @throws EndedError when EC2 says that the instance has ended; TransientError while it is pending.
 */
export async function associateAddress(
  { ec2 }: Pick<Clients, 'ec2'>,
  { allocationId, instanceId }: { allocationId: string; instanceId: string },
): Promise<void> {
  try {
    await ec2.send(
      new AssociateAddressCommand({ AllocationId: allocationId, InstanceId: instanceId, AllowReassociation: true }),
    );
  } catch (cause) {
    throw classifyAddressRefusal(cause, `address ${allocationId} to ${instanceId}`);
  }
}

type RouteWrite = { routeTableId: string; destination: string; networkInterfaceId: string };

/** Replaces the route, or creates it when there is none; either may have been overtaken, and then the other is right. */
export async function writeRoute({ ec2 }: Clients, write: RouteWrite & { absent: boolean }): Promise<void> {
  const { absent, routeTableId, destination, networkInterfaceId } = write;
  const input = {
    RouteTableId: routeTableId,
    ...destinationParameter(destination),
    NetworkInterfaceId: networkInterfaceId,
  };
  const create = (): Promise<unknown> => ec2.send(new CreateRouteCommand(input));
  const replace = (): Promise<unknown> => ec2.send(new ReplaceRouteCommand(input));
  await sending(`route ${destination} in ${routeTableId} to ${networkInterfaceId}`, () =>
    absent ? orElse(create, 'RouteAlreadyExists', replace) : orElse(replace, 'InvalidRoute.NotFound', create),
  );
}

async function orElse(first: () => Promise<unknown>, code: string, second: () => Promise<unknown>): Promise<unknown> {
  try {
    return await first();
  } catch (cause) {
    if (codeOf(cause) !== code) throw cause;
    return second();
  }
}

/**
 * Forced: no graceful attempt and no operating system shutdown, because a stop that hangs is the commonest way for a
 * failover never to finish. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html
 */
export const stopInstance = (ec2: EC2Client, instanceId: string, how: 'forced' | 'gracefully'): Promise<unknown> =>
  sending(`stopping ${instanceId}`, () =>
    ec2.send(
      new StopInstancesCommand({
        InstanceIds: [instanceId],
        ...(how === 'forced' && { Force: true, SkipOsShutdown: true }),
      }),
    ),
  );
