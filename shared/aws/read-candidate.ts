/** What adoption has to know of an instance before it promises to replace it. */
import { type Instance as Ec2Instance, paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { Candidate } from '../domain/takeover/adoptable.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { instanceOf } from './read-instances.ts';

/** Auto Scaling writes it, and the prefix is reserved: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html */
const SCALING_GROUP = 'aws:autoscaling:groupName';

export function candidateOf(raw: Ec2Instance, floatingIp: string): Omit<Candidate, 'namesakes'> {
  const { id, state, networkInterfaceIds, tags } = instanceOf(raw);
  const addresses = (raw.NetworkInterfaces ?? []).flatMap(({ PrivateIpAddresses = [], ...further }) => [
    ...PrivateIpAddresses.flatMap(({ Primary, PrivateIpAddress, Association }) => [
      ...(Primary ? [] : [PrivateIpAddress]),
      ...(Association?.PublicIp === floatingIp ? [] : [Association?.PublicIp]),
    ]),
    ...(further.Ipv6Addresses ?? []).map(({ Ipv6Address }) => Ipv6Address),
    ...(further.Ipv4Prefixes ?? []).map(({ Ipv4Prefix }) => Ipv4Prefix),
    ...(further.Ipv6Prefixes ?? []).map(({ Ipv6Prefix }) => Ipv6Prefix),
  ]);
  return {
    instanceId: id,
    name: tags.Name,
    state,
    networkInterfaceIds,
    hasProfile: raw.IamInstanceProfile?.Arn !== undefined,
    scalingGroup: tags[SCALING_GROUP],
    furtherAddresses: addresses.flatMap((address) => address ?? []),
  };
}

/** EC2 answers `default` also for an instance type that it never recovers. */
export const autoRecoveryOf = ({ MaintenanceOptions }: Ec2Instance): 'default' | 'disabled' =>
  MaintenanceOptions?.AutoRecovery === 'disabled' ? 'disabled' : 'default';

/** Living instances of that Name. It lists without ids, so it fails in a zone outage: adoption then waits. */
export async function readNamesakes({ ec2 }: Clients, name: string): Promise<string[]> {
  const Filters = [
    { Name: 'tag:Name', Values: [name] },
    { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
  ];
  return sending(`instances named ${name}`, async () => {
    const ids: string[] = [];
    for await (const { Reservations = [] } of paginateDescribeInstances({ client: ec2 }, { Filters })) {
      ids.push(
        ...Reservations.flatMap(({ Instances = [] }) => Instances.flatMap(({ InstanceId }) => InstanceId ?? [])),
      );
    }
    return ids;
  });
}

/** Whether the interface that carries the traffic forwards what is not addressed to it; undefined where EC2 does not say. */
export function forwardsOf(raw: Ec2Instance, networkInterfaceId: string | undefined): boolean | undefined {
  const found = (raw.NetworkInterfaces ?? []).find((each) => each.NetworkInterfaceId === networkInterfaceId);
  return found?.SourceDestCheck === undefined ? undefined : !found.SourceDestCheck;
}
