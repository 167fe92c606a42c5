/** Many addresses and many instances in few calls: what one sweep over every appliance asks for. */
import {
  DescribeAddressesCommand,
  DescribeInstanceStatusCommand,
  type InstanceStatus,
  paginateDescribeNetworkInterfaces,
  paginateDescribeTags,
} from '@aws-sdk/client-ec2';
import type { StatusReading } from '../domain/decision/evidence.ts';
import { messageOf } from '../domain/errors.ts';
import type { ScheduledEvent } from '../domain/readiness/maintenance.ts';
import { type Address, type InstanceState, TAG } from '../domain/snapshot.ts';
import { chunksOf } from './chunks.ts';
import { codeOf, isThrottled, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { statusOf } from './instance-status.ts';
import { addressOf } from './read-address.ts';
import { scheduledEventsOf } from './scheduled-events.ts';

/** Values of one filter, and ids of one request: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const FILTER_VALUES_MAX = 200;
const STATUS_IDS_MAX = 100;

/** By what the configuration calls each of them; one that the account does not have is left out. */
export async function readAddresses({ ec2 }: Clients, floatingIps: string[]): Promise<Map<string, Address>> {
  const byId = floatingIps.filter((floatingIp) => floatingIp.startsWith('eipalloc-'));
  const byIp = floatingIps.filter((floatingIp) => !byId.includes(floatingIp));
  const asked = [
    ...chunksOf(byId, FILTER_VALUES_MAX).map((Values) => ({ Name: 'allocation-id', Values })),
    ...chunksOf(byIp, FILTER_VALUES_MAX).map((Values) => ({ Name: 'public-ip', Values })),
  ];
  const answers = await Promise.all(
    asked.map((filter) =>
      sending('reading the addresses', () => ec2.send(new DescribeAddressesCommand({ Filters: [filter] }))),
    ),
  );
  const addresses = answers.flatMap(({ Addresses = [] }) => Addresses.flatMap((found) => addressOf(found) ?? []));
  return new Map(
    addresses.flatMap((address) => [
      [address.allocationId, address],
      [address.publicIp, address],
    ]),
  );
}

/** What the tags of an instance say; its state is another question. */
export type OurInstance = { instanceId: string; appliance: string; role: string | undefined };

/** DescribeTags is not among the calls that a zone outage breaks for ids that were not asked for. */
export async function readOurInstances({ ec2 }: Clients): Promise<OurInstance[]> {
  const Filters = [
    { Name: 'resource-type', Values: ['instance'] },
    { Name: 'key', Values: [TAG.appliance, TAG.role] },
  ];
  const tags = new Map<string, Record<string, string>>();
  await sending('reading the tags of our instances', async () => {
    for await (const { Tags = [] } of paginateDescribeTags({ client: ec2 }, { Filters })) {
      for (const { ResourceId = '', Key = '', Value = '' } of Tags) {
        tags.set(ResourceId, { ...tags.get(ResourceId), [Key]: Value });
      }
    }
  });
  return [...tags].flatMap(([instanceId, { [TAG.appliance]: appliance, [TAG.role]: role }]) =>
    appliance === undefined ? [] : [{ instanceId, appliance, role }],
  );
}

export type MachineReading =
  | ({ reading: 'described'; state: InstanceState; events?: ScheduledEvent[] | undefined } & StatusReading)
  | { reading: 'absent' }
  /** `throttled`: too many questions were asked, which says nothing about the instance nor about its zone. */
  | { reading: 'unreadable'; why: string; throttled: boolean };

type Readings = Map<string, MachineReading>;

/** State and status checks of instances by their ids, each of which is in the answer. */
export async function readMachines(clients: Clients, ids: string[]): Promise<Readings> {
  const parts = await Promise.all(chunksOf(ids, STATUS_IDS_MAX).map((chunk) => readChunk(clients, chunk)));
  return new Map(parts.flatMap((part) => [...part]));
}

/**
 * In a zone outage a call fails as a whole for one id in the dark, so it is asked again zone by zone. The zones come
 * from the network interfaces, which stay readable.
 */
async function readChunk(clients: Clients, ids: string[]): Promise<Readings> {
  const answer = await describeStatuses(clients, ids);
  if (answer instanceof Map) return answer;
  if (answer.throttled) return unreadable(ids, answer);
  const groups = await groupByZone(clients, ids);
  if (groups.length < 2) return unreadable(ids, answer);
  const parts = await Promise.all(
    groups.map(async (group) => {
      const part = await describeStatuses(clients, group);
      return part instanceof Map ? part : unreadable(group, part);
    }),
  );
  return new Map(parts.flatMap((part) => [...part]));
}

type Failure = { why: string; throttled: boolean };

const unreadable = (ids: string[], failure: Failure): Readings =>
  new Map(ids.map((id) => [id, { reading: 'unreadable', ...failure }]));

/** EC2 refuses the whole call when one id is gone, and names those that are; without them it is asked once more. */
async function describeStatuses({ ec2 }: Clients, ids: string[]): Promise<Readings | Failure> {
  let asked = ids;
  for (let attempt = 0; attempt < 2 && asked.length > 0; attempt++) {
    try {
      const { InstanceStatuses = [] } = await ec2.send(
        new DescribeInstanceStatusCommand({ InstanceIds: asked, IncludeAllInstances: true }),
      );
      return readingsOf(ids, InstanceStatuses);
    } catch (cause) {
      const gone = goneIn(cause);
      if (gone.length === 0) return { why: `${codeOf(cause)}: ${messageOf(cause)}`, throttled: isThrottled(cause) };
      asked = asked.filter((id) => !gone.includes(id));
    }
  }
  return asked.length === 0 ? readingsOf(ids, []) : { why: 'ids keep vanishing', throttled: false };
}

/** `The instance IDs 'i-0a, i-0b' do not exist`. */
function goneIn(cause: unknown): string[] {
  return codeOf(cause) === 'InvalidInstanceID.NotFound' ? (messageOf(cause).match(/\bi-[0-9a-f]+\b/g) ?? []) : [];
}

function readingsOf(ids: string[], statuses: InstanceStatus[]): Readings {
  const found = new Map(statuses.map((status) => [status.InstanceId, status]));
  return new Map(
    ids.map((id): [string, MachineReading] => {
      const status = found.get(id);
      if (!status) return [id, { reading: 'absent' }];
      const state = (status.InstanceState?.Name ?? 'pending') as InstanceState;
      const events = scheduledEventsOf(status.Events);
      return [id, { reading: 'described', state, ...statusOf(status), ...(events.length > 0 && { events }) }];
    }),
  );
}

/** Groups of ids that share a zone; ids without a network interface make a group of their own. */
async function groupByZone({ ec2 }: Clients, ids: string[]): Promise<string[][]> {
  const zones = new Map<string, string>();
  try {
    const Filters = [{ Name: 'attachment.instance-id', Values: ids }];
    for await (const { NetworkInterfaces = [] } of paginateDescribeNetworkInterfaces({ client: ec2 }, { Filters })) {
      for (const { Attachment, AvailabilityZone = '' } of NetworkInterfaces) {
        zones.set(Attachment?.InstanceId ?? '', AvailabilityZone);
      }
    }
  } catch {
    return [ids];
  }
  const groups = Map.groupBy(ids, (id) => zones.get(id) ?? 'nowhere');
  return [...groups.values()];
}
