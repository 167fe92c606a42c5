/** In what two versions of a launch template differ, in words for operators. */
import type { RequestLaunchTemplateData, ResponseLaunchTemplateData } from '@aws-sdk/client-ec2';
import { tagsIn } from './template-blueprint.ts';

const said = (data: RequestLaunchTemplateData | ResponseLaunchTemplateData): Map<string, unknown> =>
  new Map<string, unknown>([
    ['instance type', data.InstanceType],
    ['security groups', [...(data.SecurityGroupIds ?? [])].sort()],
    ['image', data.ImageId],
    ['key', data.KeyName],
    ['instance profile', data.IamInstanceProfile?.Arn],
    ['user data', data.UserData],
    ['EBS optimization', data.EbsOptimized ?? false],
    ['automatic recovery', data.MaintenanceOptions?.AutoRecovery ?? 'default'],
    ['metadata tokens', data.MetadataOptions?.HttpTokens],
    ['metadata hop limit', data.MetadataOptions?.HttpPutResponseHopLimit],
    ['metadata endpoint', data.MetadataOptions?.HttpEndpoint],
    ['metadata over IPv6', data.MetadataOptions?.HttpProtocolIpv6 ?? 'disabled'],
    ['tags in the metadata', data.MetadataOptions?.InstanceMetadataTags ?? 'disabled'],
    ['tenancy', data.Placement?.Tenancy ?? 'default'],
    ['detailed monitoring', data.Monitoring?.Enabled ?? false],
    ['capacity reservation', data.CapacityReservationSpecification?.CapacityReservationPreference ?? 'open'],
    ['hostname type', data.PrivateDnsNameOptions?.HostnameType],
    ['DNS record of the resource name', data.PrivateDnsNameOptions?.EnableResourceNameDnsARecord ?? false],
    ['CPU credits', data.CreditSpecification?.CpuCredits],
    ['volume initialization', ratesIn(data)],
    ['tags', Object.entries(tagsIn(data as ResponseLaunchTemplateData)).sort()],
  ]);

/** Which devices have it depends on the image, which has a line of its own. */
const ratesIn = ({ BlockDeviceMappings = [] }: RequestLaunchTemplateData | ResponseLaunchTemplateData): number[] => [
  ...new Set(BlockDeviceMappings.flatMap(({ Ebs }) => Ebs?.VolumeInitializationRate ?? [])),
];

/** A device of which ours say anything but the rate: another size, another snapshot, a volume more. */
const mapsMore = ({ BlockDeviceMappings = [] }: ResponseLaunchTemplateData): boolean =>
  BlockDeviceMappings.some(({ DeviceName: _, Ebs = {}, ...rest }) => {
    const { VolumeInitializationRate: rate, ...ebs } = Ebs;
    return rate === undefined || [...Object.values(ebs), ...Object.values(rest)].some((value) => value !== undefined);
  });

const same = (value: unknown, other: unknown): boolean =>
  JSON.stringify(value ?? null) === JSON.stringify(other ?? null);

/** In what a version of our own says something else; what EC2 adds (states, empty lists) does not count. */
export function differences(kept: ResponseLaunchTemplateData, wanted: RequestLaunchTemplateData): string[] {
  const before = said(kept);
  return [...said(wanted)].flatMap(([what, value]) => (same(value, before.get(what)) ? [] : [what]));
}

/** What no version of ours sets, as another principal may have set it: termination protection, a second volume, … */
export function further(data: ResponseLaunchTemplateData, wanted: RequestLaunchTemplateData): string[] {
  const empty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  const others = Object.entries(data).flatMap(([key, value]) =>
    key in wanted || OURS.includes(key) || empty(value) ? [] : [key],
  );
  return mapsMore(data) ? [...others, 'BlockDeviceMappings'] : others;
}

/** Keys that `said` compares, so that they are not named twice. */
const OURS = [
  'InstanceType',
  'SecurityGroupIds',
  'ImageId',
  'KeyName',
  'IamInstanceProfile',
  'UserData',
  'EbsOptimized',
  'MaintenanceOptions',
  'MetadataOptions',
  'Placement',
  'Monitoring',
  'CapacityReservationSpecification',
  'PrivateDnsNameOptions',
  'CreditSpecification',
  'TagSpecifications',
  'BlockDeviceMappings',
];
