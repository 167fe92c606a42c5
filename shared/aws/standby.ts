/** What turns a proof into a standby, and a standby into a replacement: its attributes and tags. */
import {
  CreateTagsCommand,
  DescribeVolumeStatusCommand,
  ModifyInstanceAttributeCommand,
  StartInstancesCommand,
} from '@aws-sdk/client-ec2';
import { messageOf, RefusedError } from '../domain/errors.ts';
import { refusalScope } from '../domain/takeover/placement.ts';
import { classify, codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import type { Ec2Instance } from './read-instances.ts';
import { tagList } from './tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

/** Its own id, and those of its network interfaces and volumes: what its launch tagged together. */
const partsOf = (raw: Ec2Instance): string[] => [
  ...(raw.InstanceId ? [raw.InstanceId] : []),
  ...(raw.NetworkInterfaces ?? []).flatMap(({ NetworkInterfaceId }) => NetworkInterfaceId ?? []),
  ...(raw.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []),
];

/** One request, so that no part is tagged without the others. */
export const tagParts = ({ ec2 }: Ec2, raw: Ec2Instance, tags: Record<string, string>): Promise<unknown> =>
  sending(`tagging ${raw.InstanceId}`, () =>
    ec2.send(new CreateTagsCommand({ Resources: partsOf(raw), Tags: tagList(tags) })),
  );

/** A proof ends when its system shuts down, and an appliance must not: a shutdown from inside would delete it. */
export const stopOnShutdown = ({ ec2 }: Ec2, instanceId: string): Promise<unknown> =>
  sending(`shutdown behavior of ${instanceId}`, () =>
    ec2.send(
      new ModifyInstanceAttributeCommand({
        InstanceId: instanceId,
        InstanceInitiatedShutdownBehavior: { Value: 'stop' },
      }),
    ),
  );

type Volumes = { instanceId: string; devices: string[]; endWithIt: boolean };

/** Whether the volumes of these devices are deleted when the instance is terminated. */
export async function setVolumesEnd({ ec2 }: Ec2, { instanceId, devices, endWithIt }: Volumes): Promise<void> {
  if (devices.length === 0) return;
  const BlockDeviceMappings = devices.map((DeviceName) => ({ DeviceName, Ebs: { DeleteOnTermination: endWithIt } }));
  await sending(`volumes of ${instanceId}`, () =>
    ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: instanceId, BlockDeviceMappings })),
  );
}

export const devicesOf = ({ BlockDeviceMappings = [] }: Ec2Instance): string[] =>
  BlockDeviceMappings.flatMap(({ DeviceName }) => DeviceName ?? []);

const volumeIdsOf = ({ BlockDeviceMappings = [] }: Ec2Instance): string[] =>
  BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.VolumeId ?? []);

/**
 * How far EBS has read the volumes from their EBS snapshots, in percent, of the one that is read least. Undefined where EC2
 * does not say, as of a volume that was made of none. https://docs.aws.amazon.com/ebs/latest/userguide/ebs-initialize-monitor.html
 */
export async function readInitialized({ ec2 }: Ec2, raw: Ec2Instance): Promise<number | undefined> {
  const VolumeIds = volumeIdsOf(raw);
  if (VolumeIds.length === 0) return undefined;
  const { VolumeStatuses = [] } = await sending(`reading the volumes of ${raw.InstanceId}`, () =>
    ec2.send(new DescribeVolumeStatusCommand({ VolumeIds })),
  );
  const known = VolumeStatuses.flatMap(({ InitializationStatusDetails: details }) => details?.Progress ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** EC2's refusals of a start that waiting does not change within a takeover. */
const NOT_STARTED = new Set(['IncorrectInstanceState', 'IncorrectState', 'InvalidInstanceID.NotFound']);

/** @throws RefusedError where another instance has to take its place: without capacity, gone, or in another state. */
export async function startInstance({ ec2 }: Ec2, instanceId: string): Promise<void> {
  try {
    await ec2.send(new StartInstancesCommand({ InstanceIds: [instanceId] }));
  } catch (cause) {
    const code = codeOf(cause);
    const doing = `starting ${instanceId}`;
    if (NOT_STARTED.has(code) || refusalScope(code) !== undefined)
      throw new RefusedError(`${doing}: ${code}: ${messageOf(cause)}`, { cause });
    throw classify(cause, doing);
  }
}
