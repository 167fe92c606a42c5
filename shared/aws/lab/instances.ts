/** Instances of the conformance kit: launched with its tag, watched, and ended. Errors pass as AWS answers them. */
import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type Instance,
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';
import { tagList } from '../tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

/** What a launch copies from the appliance's own instance. */
export type LabBlueprint = {
  imageId: string;
  type: string;
  subnetId: string;
  groupIds: string[];
  keyName: string | undefined;
};

export type LabLaunch = LabBlueprint & { token?: string; profile?: string | undefined; tags: Record<string, string> };

function inputOf({ imageId, type, subnetId, groupIds, keyName, token, profile, tags }: LabLaunch) {
  const Tags = tagList(tags);
  return {
    ...{ MinCount: 1, MaxCount: 1, ImageId: imageId, SubnetId: subnetId, SecurityGroupIds: groupIds },
    InstanceType: type as RunInstancesCommandInput['InstanceType'],
    ...(keyName !== undefined && { KeyName: keyName }),
    ...(token !== undefined && { ClientToken: token }),
    ...(profile !== undefined && { IamInstanceProfile: { Name: profile } }),
    TagSpecifications: (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({
      ResourceType,
      Tags,
    })),
  } satisfies RunInstancesCommandInput;
}

export async function launchForLab({ launcher }: Pick<Clients, 'launcher'>, launch: LabLaunch): Promise<string> {
  const { Instances = [] } = await launcher.send(new RunInstancesCommand(inputOf(launch)));
  const id = Instances[0]?.InstanceId;
  if (!id) throw new Error('EC2 answered the launch without an instance');
  return id;
}

export const tryLaunchForLab = ({ launcher }: Pick<Clients, 'launcher'>, launch: LabLaunch): Promise<unknown> =>
  launcher.send(new RunInstancesCommand({ ...inputOf(launch), DryRun: true }));

/** Undefined while EC2 does not show it, and once it no longer does. */
export async function describeForLab({ ec2 }: Ec2, id: string): Promise<Instance | undefined> {
  try {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return Reservations[0]?.Instances?.[0];
  } catch (cause) {
    if (codeOf(cause) === 'InvalidInstanceID.NotFound') return undefined;
    throw cause;
  }
}

/** EC2's status of the instance check, such as `initializing` or `ok`. */
export async function instanceStatusForLab({ ec2 }: Ec2, id: string): Promise<string | undefined> {
  const { InstanceStatuses = [] } = await ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [id] }));
  return InstanceStatuses[0]?.InstanceStatus?.Status;
}

export const terminateForLab = ({ ec2 }: Ec2, id: string): Promise<unknown> =>
  ec2.send(new TerminateInstancesCommand({ InstanceIds: [id] }));

export const stopForLab = ({ ec2 }: Ec2, id: string): Promise<unknown> =>
  ec2.send(new StopInstancesCommand({ InstanceIds: [id] }));

export const startForLab = ({ ec2 }: Ec2, id: string): Promise<unknown> =>
  ec2.send(new StartInstancesCommand({ InstanceIds: [id] }));

export const protectFromStop = ({ ec2 }: Ec2, id: string, on: boolean): Promise<unknown> =>
  ec2.send(new ModifyInstanceAttributeCommand({ InstanceId: id, DisableApiStop: { Value: on } }));
