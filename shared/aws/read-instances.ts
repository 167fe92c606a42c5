/** Instances by id. Nothing here lists instances without ids: in a zone outage EC2 cannot answer that. */
import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  type Instance as Ec2Instance,
  paginateDescribeTags,
  type TagDescription,
} from '@aws-sdk/client-ec2';
import type { StatusReading } from '../domain/decision/evidence.ts';
import { messageOf } from '../domain/errors.ts';
import { toInstant } from '../domain/instants.ts';
import type { ScheduledEvent } from '../domain/readiness/maintenance.ts';
import { type Instance, type InstanceReading, type InstanceState, type Role, TAG } from '../domain/snapshot.ts';
import { codeOf, isThrottled, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { statusOf } from './instance-status.ts';
import { scheduledEventsOf } from './scheduled-events.ts';
import { tagsOf } from './tags.ts';

const ABSENT_CODES = ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'];

export type { Ec2Instance };

export type RawReading =
  | { reading: 'described'; raw: Ec2Instance }
  | { reading: 'absent' }
  | { reading: 'unreadable'; code: string; why: string; throttled: boolean };

/** The whole of what EC2 says of one instance; any failure but "no such id" means unknown, never absence. */
export async function describeInstance({ ec2 }: Pick<Clients, 'ec2'>, instanceId: string): Promise<RawReading> {
  try {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    const raw = Reservations[0]?.Instances?.[0];
    return raw ? { reading: 'described', raw } : { reading: 'absent' };
  } catch (cause) {
    if (ABSENT_CODES.includes(codeOf(cause))) return { reading: 'absent' };
    const code = codeOf(cause);
    return { reading: 'unreadable', code, why: `${code}: ${messageOf(cause)}`, throttled: isThrottled(cause) };
  }
}

export const groupsOf = ({ SecurityGroups = [] }: Ec2Instance): string[] =>
  SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []);

/** Exactly these security groups, in any order. */
export const hasGroups = (raw: Ec2Instance, groupIds: string[]): boolean =>
  groupsOf(raw).sort().join() === [...groupIds].sort().join();

export async function readInstance(clients: Clients, instanceId: string): Promise<InstanceReading> {
  const answer = await describeInstance(clients, instanceId);
  return answer.reading === 'described' ? { reading: 'described', instance: instanceOf(answer.raw) } : answer;
}

export function instanceOf(raw: Ec2Instance): Instance {
  const interfaces = [...(raw.NetworkInterfaces ?? [])].sort(
    (a, b) => (a.Attachment?.DeviceIndex ?? 0) - (b.Attachment?.DeviceIndex ?? 0),
  );
  return {
    id: raw.InstanceId ?? '',
    state: (raw.State?.Name ?? 'pending') as InstanceState,
    stateReason: raw.StateReason?.Code || undefined,
    stateSince: transitionTime(raw.StateTransitionReason),
    launchedAt: raw.LaunchTime?.toISOString(),
    zone: raw.Placement?.AvailabilityZone ?? '',
    type: raw.InstanceType ?? '',
    ...(raw.InstanceLifecycle === 'spot' && { spot: true as const }),
    imageId: raw.ImageId ?? '',
    clientToken: raw.ClientToken || undefined,
    networkInterfaceIds: interfaces.flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
    tags: tagsOf(raw.Tags),
  };
}

/** EC2 writes `User initiated (2026-11-21 03:00:00 GMT)`. */
function transitionTime(reason: string | undefined): string | undefined {
  const written = /\(([\d-]+ [\d:]+) (?:GMT|UTC)\)/.exec(reason ?? '')?.[1];
  return written ? toInstant(`${written.replace(' ', 'T')}Z`) : undefined;
}

/** The zone of a network interface, for a holder that EC2 cannot describe; undefined when that fails as well. */
export async function readInterfaceZone({ ec2 }: Clients, networkInterfaceId: string): Promise<string | undefined> {
  try {
    const { NetworkInterfaces = [] } = await ec2.send(
      new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterfaceId] }),
    );
    return NetworkInterfaces[0]?.AvailabilityZone;
  } catch {
    return undefined;
  }
}

/**
 * What the status checks say; `unknown` when EC2 cannot be asked or says nothing, which is how a broken zone looks. Too
 * many questions look otherwise, and say nothing about the zone.
 */
export async function readStatus({ ec2 }: Clients, instanceId: string): Promise<StatusReading | 'throttled'> {
  try {
    const { InstanceStatuses = [] } = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [instanceId] }));
    return statusOf(InstanceStatuses[0]);
  } catch (cause) {
    return isThrottled(cause) ? 'throttled' : { status: 'unknown' };
  }
}

/** What EC2 has announced for one instance. */
export async function readEvents({ ec2 }: Clients, instanceId: string): Promise<ScheduledEvent[]> {
  const { InstanceStatuses = [] } = await sending(`reading the events of ${instanceId}`, () =>
    ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [instanceId], IncludeAllInstances: true })),
  );
  return scheduledEventsOf(InstanceStatuses[0]?.Events);
}

/**
 * The ids of every instance that is tagged as this appliance's, and in one of these roles and of this generation if they are named; undefined when EC2
 * cannot say. DescribeTags is not among the calls that a zone outage breaks for ids that were not asked for. One call
 * asks for both tags, because each round trip before a launch is outage.
 */
export async function readOurInstanceIds(
  { ec2 }: Clients,
  { appliance, role, generation }: { appliance: string; role?: Role | Role[]; generation?: number },
): Promise<string[] | undefined> {
  const wanted: Record<string, string[]> = {
    [TAG.appliance]: [appliance],
    ...(role && { [TAG.role]: [role].flat() }),
    ...(generation !== undefined && { [TAG.generation]: [String(generation)] }),
  };
  const Filters = [
    { Name: 'resource-type', Values: ['instance'] },
    { Name: 'key', Values: Object.keys(wanted) },
    { Name: 'value', Values: Object.values(wanted).flat() },
  ];
  try {
    const found: TagDescription[] = [];
    for await (const { Tags = [] } of paginateDescribeTags({ client: ec2 }, { Filters })) found.push(...Tags);
    return carriersOf(wanted, found);
  } catch {
    return undefined;
  }
}

/** The instances that carry all of the tags; a value under another key than its own does not count. */
function carriersOf(wanted: Record<string, string[]>, found: TagDescription[]): string[] {
  const [first, ...others] = Object.entries(wanted).map(([key, values]) =>
    found.flatMap(({ Key, Value = '', ResourceId }) =>
      Key === key && values.includes(Value) && ResourceId ? [ResourceId] : [],
    ),
  );
  return (first ?? []).filter((id) => others.every((ids) => ids.includes(id)));
}
