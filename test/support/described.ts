/** Instances, tags and addresses as EC2 describes them, from the words in which our code knows them. */
import type { Instance as Ec2Instance, TagDescription } from '@aws-sdk/client-ec2';
import { DescribeInstancesCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import { tagList } from '../../shared/aws/tags.ts';
import type { Instance } from '../../shared/domain/snapshot.ts';
import { awsError, type mockedClients } from './mocked-clients.ts';

export const asEc2 = ({
  id,
  state,
  zone,
  type,
  imageId,
  networkInterfaceIds,
  tags,
  ...more
}: Instance): Ec2Instance => ({
  ...{ InstanceId: id, State: { Name: state }, Placement: { AvailabilityZone: zone }, ImageId: imageId },
  InstanceType: type as NonNullable<Ec2Instance['InstanceType']>,
  NetworkInterfaces: networkInterfaceIds.map((NetworkInterfaceId, DeviceIndex) => ({
    ...{ NetworkInterfaceId, Attachment: { DeviceIndex } },
  })),
  Tags: tagList(tags),
  ...(more.clientToken && { ClientToken: more.clientToken }),
  ...(more.launchedAt && { LaunchTime: new Date(more.launchedAt) }),
});

type Ec2Mock = Pick<ReturnType<typeof mockedClients>, 'ec2'>;

/** Each is described when it is asked for by its id; of any other EC2 says that it does not know it. */
export function describeEach({ ec2 }: Ec2Mock, instances: Instance[]): void {
  ec2.on(DescribeInstancesCommand).rejects(awsError('InvalidInstanceID.NotFound'));
  for (const instance of instances) {
    const answer = { Reservations: [{ Instances: [asEc2(instance)] }] };
    ec2.on(DescribeInstancesCommand, { InstanceIds: [instance.id] }).resolves(answer);
  }
}

/** What DescribeTags says, which may be older than what each instance says of itself. */
export function listTagged({ ec2 }: Ec2Mock, ids: string[], tags: Record<string, string>): void {
  const Tags: TagDescription[] = ids.flatMap((ResourceId) =>
    tagList(tags).map((tag) => ({ ...tag, ResourceId, ResourceType: 'instance' as const })),
  );
  ec2.on(DescribeTagsCommand).resolves({ Tags });
}
