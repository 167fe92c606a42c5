/** Every EC2 action that is given the id of a thing that does not exist refuses it by that thing's own code. */
import {
  AssociateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CopyImageCommand,
  CreateImageCommand,
  CreateLaunchTemplateVersionCommand,
  CreateRouteCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstanceCreditSpecificationsCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  DisableImageDeregistrationProtectionCommand,
  DisassociateAddressCommand,
  type EC2Client,
  EnableImageDeregistrationProtectionCommand,
  ModifyInstanceAttributeCommand,
  ModifyLaunchTemplateCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { expect, test as run } from '@jest/globals';
import { codeOf, inAccount } from '../../../support/simulated-account.ts';

const none = (prefix: string): string => `${prefix}-0dead0dead0dead00`;
const [InstanceId, ImageId, GroupId, VpcId] = ['i', 'ami', 'sg', 'vpc'].map(none);
const [AllocationId, RouteTableId, SnapshotId] = ['eipalloc', 'rtb', 'snap'].map(none);
const [NetworkInterfaceId, LaunchTemplateId] = ['eni', 'lt'].map(none);
const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }];
const route = { RouteTableId, DestinationCidrBlock: '10.242.2.0/24', NetworkInterfaceId };

type Send = (ec2: EC2Client) => Promise<unknown>;

const REFUSED: Record<string, [string, Send][]> = {
  'InvalidInstanceID.NotFound': [
    ['DescribeInstances', (ec2) => ec2.send(new DescribeInstancesCommand({ InstanceIds: [InstanceId ?? ''] }))],
    [
      'DescribeInstanceStatus',
      (ec2) => ec2.send(new DescribeInstanceStatusCommand({ InstanceIds: [InstanceId ?? ''] })),
    ],
    [
      'DescribeInstanceAttribute',
      (ec2) => ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })),
    ],
    [
      'DescribeInstanceCreditSpecifications',
      (ec2) => ec2.send(new DescribeInstanceCreditSpecificationsCommand({ InstanceIds: [InstanceId ?? ''] })),
    ],
    ['StartInstances', (ec2) => ec2.send(new StartInstancesCommand({ InstanceIds: [InstanceId ?? ''] }))],
    ['StopInstances', (ec2) => ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId ?? ''] }))],
    ['TerminateInstances', (ec2) => ec2.send(new TerminateInstancesCommand({ InstanceIds: [InstanceId ?? ''] }))],
    [
      'ModifyInstanceAttribute',
      (ec2) => ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiStop: { Value: true } })),
    ],
    ['CreateImage', (ec2) => ec2.send(new CreateImageCommand({ InstanceId, Name: 'x' }))],
    [
      'CreateTags',
      (ec2) => ec2.send(new CreateTagsCommand({ Resources: [InstanceId ?? ''], Tags: [{ Key: 'a', Value: 'b' }] })),
    ],
  ],
  'InvalidAMIID.NotFound': [
    ['DescribeImages', (ec2) => ec2.send(new DescribeImagesCommand({ ImageIds: [ImageId ?? ''] }))],
    ['DeregisterImage', (ec2) => ec2.send(new DeregisterImageCommand({ ImageId }))],
    [
      'CopyImage',
      (ec2) => ec2.send(new CopyImageCommand({ SourceImageId: ImageId, SourceRegion: 'ap-northeast-1', Name: 'x' })),
    ],
    [
      'EnableImageDeregistrationProtection',
      (ec2) => ec2.send(new EnableImageDeregistrationProtectionCommand({ ImageId })),
    ],
    [
      'DisableImageDeregistrationProtection',
      (ec2) => ec2.send(new DisableImageDeregistrationProtectionCommand({ ImageId })),
    ],
  ],
  'InvalidAllocationID.NotFound': [
    ['DescribeAddresses', (ec2) => ec2.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId ?? ''] }))],
    ['ReleaseAddress', (ec2) => ec2.send(new ReleaseAddressCommand({ AllocationId }))],
    ['AssociateAddress', (ec2) => ec2.send(new AssociateAddressCommand({ AllocationId, InstanceId }))],
  ],
  'InvalidAssociationID.NotFound': [
    ['DisassociateAddress', (ec2) => ec2.send(new DisassociateAddressCommand({ AssociationId: none('eipassoc') }))],
  ],
  'InvalidRouteTableID.NotFound': [
    ['DescribeRouteTables', (ec2) => ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId ?? ''] }))],
    ['ReplaceRoute', (ec2) => ec2.send(new ReplaceRouteCommand(route))],
    ['CreateRoute', (ec2) => ec2.send(new CreateRouteCommand(route))],
  ],
  'InvalidNetworkInterfaceID.NotFound': [
    [
      'DescribeNetworkInterfaces',
      (ec2) => ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [NetworkInterfaceId ?? ''] })),
    ],
    [
      'ModifyNetworkInterfaceAttribute',
      (ec2) =>
        ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false } })),
    ],
  ],
  'InvalidGroup.NotFound': [
    ['DescribeSecurityGroups', (ec2) => ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] }))],
    [
      'AuthorizeSecurityGroupIngress',
      (ec2) => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    ],
    [
      'RevokeSecurityGroupIngress',
      (ec2) => ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    ],
    ['RevokeSecurityGroupEgress', (ec2) => ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }))],
  ],
  'InvalidVpcID.NotFound': [
    ['DescribeVpcs', (ec2) => ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId ?? ''] }))],
    [
      'CreateSecurityGroup',
      (ec2) => ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName: 'x', Description: 'x' })),
    ],
  ],
  'InvalidSubnetID.NotFound': [
    ['DescribeSubnets', (ec2) => ec2.send(new DescribeSubnetsCommand({ SubnetIds: [none('subnet')] }))],
  ],
  'InvalidSnapshot.NotFound': [
    ['DescribeSnapshots', (ec2) => ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId ?? ''] }))],
    ['DeleteSnapshot', (ec2) => ec2.send(new DeleteSnapshotCommand({ SnapshotId }))],
  ],
  'InvalidVolume.NotFound': [
    ['DescribeVolumes', (ec2) => ec2.send(new DescribeVolumesCommand({ VolumeIds: [none('vol')] }))],
  ],
  'InvalidLaunchTemplateId.NotFound': [
    [
      'DescribeLaunchTemplates',
      (ec2) => ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [LaunchTemplateId ?? ''] })),
    ],
    [
      'DescribeLaunchTemplateVersions',
      (ec2) => ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId })),
    ],
    [
      'CreateLaunchTemplateVersion',
      (ec2) => ec2.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateId, LaunchTemplateData: {} })),
    ],
    [
      'ModifyLaunchTemplate',
      (ec2) => ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: '1' })),
    ],
  ],
};

const rows = Object.entries(REFUSED).flatMap(([code, actions]) =>
  actions.map(([action, send]): [string, string, Send] => [action, code, send]),
);

run.each(rows)('%s refuses with %s', (_action, code, send) =>
  inAccount({}, async ({ clients }) => expect(await codeOf(send(clients.ec2))).toBe(code)),
);
