/** EC2's actions by the names of their commands. What is not here does not exist in the simulated account. */
import { allocateAddress, releaseAddress } from './allocate-address.ts';
import { associateAddress, disassociateAddress } from './associate-address.ts';
import { startInstances, stopInstances, terminateInstances } from './change-state.ts';
import { copyImage } from './copy-image.ts';
import { createImage } from './create-image.ts';
import { deleteSnapshot } from './delete-snapshot.ts';
import { deleteLaunchTemplate, deleteSecurityGroup } from './delete-what-was-made.ts';
import { deregisterImage } from './deregister-image.ts';
import { describeAddresses } from './describe-addresses.ts';
import { describeImages } from './describe-images.ts';
import { describeInstanceAttribute } from './describe-instance-attribute.ts';
import { describeInstanceCreditSpecifications } from './describe-instance-credit-specifications.ts';
import { describeInstanceStatus } from './describe-instance-status.ts';
import { describeInstanceTypeOfferings } from './describe-instance-type-offerings.ts';
import { describeInstanceTypes } from './describe-instance-types.ts';
import { describeInstances } from './describe-instances.ts';
import { describeLaunchTemplates, describeLaunchTemplateVersions } from './describe-launch-templates.ts';
import { describeManagedPrefixLists } from './describe-managed-prefix-lists.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { describeRouteTables } from './describe-route-tables.ts';
import { describeSecurityGroups } from './describe-security-groups.ts';
import { describeSnapshots } from './describe-snapshots.ts';
import { describeVolumeStatus } from './describe-volume-status.ts';
import { describeVolumes } from './describe-volumes.ts';
import { describeSubnets, describeVpcs } from './describe-vpcs.ts';
import { deleteKeyPair, describeKeyPairs, importKeyPair } from './key-pairs.ts';
import { createLaunchTemplate, createLaunchTemplateVersion, modifyLaunchTemplate } from './launch-templates.ts';
import { modifyInstanceAttribute } from './modify-instance-attribute.ts';
import { modifyNetworkInterfaceAttribute } from './modify-network-interface-attribute.ts';
import { disableImageDeregistrationProtection, enableImageDeregistrationProtection } from './protections.ts';
import { createRoute, replaceRoute } from './routes.ts';
import { runInstances } from './run-instances.ts';
import { authorizeSecurityGroupIngress, revokeSecurityGroupIngress } from './security-group-ingress.ts';
import { createSecurityGroup, revokeSecurityGroupEgress } from './security-groups.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';

export const ec2Actions = {
  DescribeAddresses: describeAddresses,
  DescribeImages: describeImages,
  DescribeInstanceAttribute: describeInstanceAttribute,
  DescribeInstanceCreditSpecifications: describeInstanceCreditSpecifications,
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeKeyPairs: describeKeyPairs,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeManagedPrefixLists: describeManagedPrefixLists,
  DescribeRouteTables: describeRouteTables,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSnapshots: describeSnapshots,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVolumeStatus: describeVolumeStatus,
  DescribeVpcs: describeVpcs,
  RunInstances: runInstances,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  TerminateInstances: terminateInstances,
  AllocateAddress: allocateAddress,
  ReleaseAddress: releaseAddress,
  AssociateAddress: associateAddress,
  DisassociateAddress: disassociateAddress,
  ModifyNetworkInterfaceAttribute: modifyNetworkInterfaceAttribute,
  ReplaceRoute: replaceRoute,
  CreateRoute: createRoute,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  CreateImage: createImage,
  CopyImage: copyImage,
  DeregisterImage: deregisterImage,
  DeleteSnapshot: deleteSnapshot,
  CreateSecurityGroup: createSecurityGroup,
  DeleteSecurityGroup: deleteSecurityGroup,
  RevokeSecurityGroupEgress: revokeSecurityGroupEgress,
  AuthorizeSecurityGroupIngress: authorizeSecurityGroupIngress,
  RevokeSecurityGroupIngress: revokeSecurityGroupIngress,
  ModifyInstanceAttribute: modifyInstanceAttribute,
  EnableImageDeregistrationProtection: enableImageDeregistrationProtection,
  DisableImageDeregistrationProtection: disableImageDeregistrationProtection,
  DeleteKeyPair: deleteKeyPair,
  ImportKeyPair: importKeyPair,
  CreateTags: createTags,
  DeleteTags: deleteTags,
};
