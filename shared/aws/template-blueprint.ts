/** What a version of our launch template says, as the blueprint that was written into it. */
import type { ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import type { Blueprint, MetadataOptions } from '../domain/takeover/takeover-plan.ts';
import { tagsOf } from './tags.ts';

/** What the SDK calls the options, in a response of an instance and in one of a template. */
type Ec2Options = {
  HttpTokens?: string | undefined;
  HttpPutResponseHopLimit?: number | undefined;
  HttpEndpoint?: string | undefined;
  HttpProtocolIpv6?: string | undefined;
  InstanceMetadataTags?: string | undefined;
};

/** `disabled` is what EC2 does without being asked, and stays out. */
const enabled = (said: string | undefined): 'enabled' | undefined => (said === 'enabled' ? said : undefined);

export function metadataOptionsOf(options: Ec2Options): MetadataOptions {
  const httpProtocolIpv6 = enabled(options.HttpProtocolIpv6);
  const instanceMetadataTags = enabled(options.InstanceMetadataTags);
  return {
    httpTokens: options.HttpTokens as MetadataOptions['httpTokens'],
    httpPutResponseHopLimit: options.HttpPutResponseHopLimit,
    httpEndpoint: options.HttpEndpoint as MetadataOptions['httpEndpoint'],
    ...(httpProtocolIpv6 && { httpProtocolIpv6 }),
    ...(instanceMetadataTags && { instanceMetadataTags }),
  };
}

export const tagsIn = ({ TagSpecifications = [] }: Pick<ResponseLaunchTemplateData, 'TagSpecifications'>) =>
  tagsOf(TagSpecifications.find(({ ResourceType }) => ResourceType === 'instance')?.Tags);

export const cpuCreditsIn = ({ CreditSpecification }: ResponseLaunchTemplateData): Blueprint['cpuCredits'] =>
  CreditSpecification?.CpuCredits as Blueprint['cpuCredits'];

/** Of the user's tags, the CPU credits and the devices, which a launch from the template has to know. */
export function carriedIn(
  data: ResponseLaunchTemplateData,
): Pick<Blueprint, 'tags' | 'cpuCredits' | 'templateDevices'> {
  const [tags, cpuCredits] = [tagsIn(data), cpuCreditsIn(data)];
  const templateDevices = (data.BlockDeviceMappings ?? []).flatMap(({ DeviceName }) => DeviceName ?? []);
  return {
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(cpuCredits && { cpuCredits }),
    ...(templateDevices.length > 0 && { templateDevices }),
  };
}

/** In full, for a launch that cannot name the template itself. */
export function blueprintIn(data: ResponseLaunchTemplateData): Blueprint {
  const { MetadataOptions: options, PrivateDnsNameOptions: dns } = data;
  const reservation = data.CapacityReservationSpecification?.CapacityReservationPreference;
  return {
    securityGroupIds: data.SecurityGroupIds ?? [],
    keyName: data.KeyName,
    instanceProfileArn: data.IamInstanceProfile?.Arn,
    ebsOptimized: data.EbsOptimized,
    autoRecovery: data.MaintenanceOptions?.AutoRecovery === 'disabled' ? 'disabled' : undefined,
    metadataOptions: options && metadataOptionsOf(options),
    tenancy: data.Placement?.Tenancy === 'dedicated' ? 'dedicated' : undefined,
    detailedMonitoring: data.Monitoring?.Enabled || undefined,
    capacityReservation: reservation as Blueprint['capacityReservation'],
    privateDns: dns && { hostnameType: dns.HostnameType, resourceNameRecord: dns.EnableResourceNameDnsARecord },
    ...carriedIn(data),
  };
}
