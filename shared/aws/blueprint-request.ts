/** A blueprint in the words of EC2, which a launch, a proof and a launch template share. */
import type { BlockDeviceMapping, RequestLaunchTemplateData, TagSpecification } from '@aws-sdk/client-ec2';
import { isBurstable } from '../domain/takeover/burstable.ts';
import type { Blueprint } from '../domain/takeover/takeover-plan.ts';
import { tagList } from './tags.ts';

type Shared =
  | 'KeyName'
  | 'IamInstanceProfile'
  | 'EbsOptimized'
  | 'MetadataOptions'
  | 'MaintenanceOptions'
  | 'Placement'
  | 'CapacityReservationSpecification'
  | 'PrivateDnsNameOptions'
  | 'CreditSpecification';

/** `Enabled` is optional in a template, and required in a launch. */
type Request = Pick<RequestLaunchTemplateData, Shared> & { Monitoring?: { Enabled: boolean } };

/** Everything but tags and security groups, which a launch names for itself, and what a placement decides. */
export function blueprintRequest(blueprint: Blueprint, instanceType: string): Request {
  const { keyName, instanceProfileArn, metadataOptions, ebsOptimized, autoRecovery } = blueprint;
  return {
    ...(keyName && { KeyName: keyName }),
    ...(instanceProfileArn && { IamInstanceProfile: { Arn: instanceProfileArn } }),
    ...(ebsOptimized && { EbsOptimized: true }),
    ...(autoRecovery && { MaintenanceOptions: { AutoRecovery: autoRecovery } }),
    ...(metadataOptions && { MetadataOptions: metadataRequest(metadataOptions) }),
    ...attributesRequest(blueprint, instanceType),
  };
}

const metadataRequest = (
  options: NonNullable<Blueprint['metadataOptions']>,
): NonNullable<RequestLaunchTemplateData['MetadataOptions']> => ({
  HttpTokens: options.httpTokens,
  HttpPutResponseHopLimit: options.httpPutResponseHopLimit,
  HttpEndpoint: options.httpEndpoint,
  ...(options.httpProtocolIpv6 && { HttpProtocolIpv6: options.httpProtocolIpv6 }),
  ...(options.instanceMetadataTags && { InstanceMetadataTags: options.instanceMetadataTags }),
});

function attributesRequest(
  { tenancy, detailedMonitoring, capacityReservation, privateDns, cpuCredits }: Blueprint,
  instanceType: string,
): Request {
  return {
    ...(detailedMonitoring && { Monitoring: { Enabled: true } }),
    ...(tenancy && { Placement: { Tenancy: tenancy } }),
    ...(capacityReservation && {
      CapacityReservationSpecification: { CapacityReservationPreference: capacityReservation },
    }),
    ...(privateDns && {
      PrivateDnsNameOptions: {
        HostnameType: privateDns.hostnameType,
        EnableResourceNameDnsARecord: privateDns.resourceNameRecord,
      },
    }),
    ...(cpuCredits && isBurstable(instanceType) && { CreditSpecification: { CpuCredits: cpuCredits } }),
  };
}

/** The same tags for everything that a launch makes. */
export const tagSpecifications = (tags: Record<string, string>): TagSpecification[] =>
  (['instance', 'volume', 'network-interface'] as const).map((ResourceType) => ({ ResourceType, Tags: tagList(tags) }));

/** Only the rate: everything else of a device is the image's own. */
export const atRate = (mibPerSecond: number, devices: string[]): BlockDeviceMapping[] =>
  devices.map((DeviceName) => ({ DeviceName, Ebs: { VolumeInitializationRate: mibPerSecond } }));
