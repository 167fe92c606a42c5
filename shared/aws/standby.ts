/** What turns a proof into a standby, and a standby into a replacement: its attributes and tags. */
import { CreateTagsCommand, ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { sending } from './classify-error.ts';
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
