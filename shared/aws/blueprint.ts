/** What a replacement is launched from, besides its placement: read from the live instance, kept in a launch template. */
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplateVersionsCommand,
  type Instance as Ec2Instance,
  type LaunchTemplateInstanceMetadataOptions,
  type RequestLaunchTemplateData,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { Appliance } from '../domain/appliance.ts';
import type { Blueprint, MetadataOptions } from '../domain/takeover-plan.ts';
import { blueprintRequest } from './blueprint-request.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagList } from './tags.ts';

export type KeptBlueprint = { blueprint: Blueprint; instanceType: string };

const MISSING_CODES = ['InvalidLaunchTemplateName.NotFoundException', 'InvalidLaunchTemplateId.NotFound'];

export const templateNameOf = (at: { stage: string; appliance: string }): string =>
  `failover-${at.stage}-${at.appliance}`;

/**
 * The live instance as a blueprint. Block devices are the image's own: they are as they were when it was taken. EC2's
 * simplified automatic recovery would be a second controller beside a takeover, so what we launch goes without it; an
 * appliance that is only observed has no other.
 */
export async function blueprintOf(
  clients: Clients,
  raw: Ec2Instance,
  { userData, mode }: Pick<Appliance, 'userData' | 'mode'>,
): Promise<KeptBlueprint> {
  const { MetadataOptions: options, KeyName, IamInstanceProfile, EbsOptimized, SecurityGroups = [] } = raw;
  return {
    instanceType: raw.InstanceType ?? '',
    blueprint: {
      securityGroupIds: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).sort(),
      keyName: KeyName || undefined,
      instanceProfileArn: IamInstanceProfile?.Arn || undefined,
      ebsOptimized: EbsOptimized || undefined,
      autoRecovery: mode === 'auto' ? 'disabled' : undefined,
      metadataOptions: options && metadataOptionsOf(options),
      userData: userData === 'copy' ? await readUserData(clients, raw.InstanceId ?? '') : undefined,
    },
  };
}

type Ec2Options = Pick<
  LaunchTemplateInstanceMetadataOptions,
  'HttpTokens' | 'HttpPutResponseHopLimit' | 'HttpEndpoint'
>;

const metadataOptionsOf = ({ HttpTokens, HttpPutResponseHopLimit, HttpEndpoint }: Ec2Options): MetadataOptions => ({
  httpTokens: HttpTokens as MetadataOptions['httpTokens'],
  httpPutResponseHopLimit: HttpPutResponseHopLimit,
  httpEndpoint: HttpEndpoint as MetadataOptions['httpEndpoint'],
});

async function readUserData({ ec2 }: Clients, InstanceId: string): Promise<string | undefined> {
  const { UserData } = await sending(`user data of ${InstanceId}`, () =>
    ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })),
  );
  return UserData?.Value;
}

type Template = { id: string; version: string; data: ResponseLaunchTemplateData };

async function readTemplate({ ec2 }: Clients, name: string): Promise<Template | undefined> {
  try {
    const { LaunchTemplateVersions = [] } = await ec2.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: name, Versions: ['$Latest'] }),
    );
    const [latest] = LaunchTemplateVersions;
    if (!latest?.LaunchTemplateId || !latest.VersionNumber) return undefined;
    return {
      id: latest.LaunchTemplateId,
      version: String(latest.VersionNumber),
      data: latest.LaunchTemplateData ?? {},
    };
  } catch (cause) {
    if (MISSING_CODES.includes(codeOf(cause))) return undefined;
    return sending(`reading launch template ${name}`, () => Promise.reject(cause));
  }
}

/** The blueprint as adoption kept it, or undefined when the appliance was never adopted. */
export async function readKeptBlueprint(clients: Clients, name: string): Promise<KeptBlueprint | undefined> {
  const template = await readTemplate(clients, name);
  if (!template) return undefined;
  const { id, version, data } = template;
  return {
    instanceType: data.InstanceType ?? '',
    blueprint: { launchTemplate: { id, version }, securityGroupIds: data.SecurityGroupIds ?? [] },
  };
}

/**
 * The same in full, for a launch that names its own network interface: EC2 refuses one beside the security groups of a
 * template. https://github.com/ansible-collections/community.aws/issues/225
 */
export async function readBlueprint(clients: Clients, name: string): Promise<KeptBlueprint | undefined> {
  const { data } = (await readTemplate(clients, name)) ?? {};
  if (!data) return undefined;
  const { MetadataOptions: options } = data;
  return {
    instanceType: data.InstanceType ?? '',
    blueprint: {
      securityGroupIds: data.SecurityGroupIds ?? [],
      keyName: data.KeyName,
      instanceProfileArn: data.IamInstanceProfile?.Arn,
      userData: data.UserData,
      ebsOptimized: data.EbsOptimized,
      autoRecovery: data.MaintenanceOptions?.AutoRecovery === 'disabled' ? 'disabled' : undefined,
      metadataOptions: options && metadataOptionsOf(options),
    },
  };
}

/** No network interfaces and no subnet: those are given at launch. */
function templateData(
  { blueprint, instanceType }: KeptBlueprint,
  imageId: string | undefined,
): RequestLaunchTemplateData {
  return {
    InstanceType: instanceType as RequestLaunchTemplateData['InstanceType'],
    SecurityGroupIds: blueprint.securityGroupIds,
    ...(imageId && { ImageId: imageId }),
    ...blueprintRequest(blueprint),
  };
}

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
  ]);

/** In what the kept template says something else; what EC2 adds of its own (states, empty lists) does not count. */
function differences(kept: ResponseLaunchTemplateData, wanted: RequestLaunchTemplateData): string[] {
  const before = said(kept);
  const same = (value: unknown, other: unknown): boolean =>
    JSON.stringify(value ?? null) === JSON.stringify(other ?? null);
  return [...said(wanted)].flatMap(([what, value]) => (same(value, before.get(what)) ? [] : [what]));
}

/**
 * In what the template differs from the live instance, apart from the image, which a takeover chooses for itself;
 * undefined when there is no template.
 */
export async function compareBlueprint(
  clients: Clients,
  live: KeptBlueprint & { name: string },
): Promise<string[] | undefined> {
  const template = await readTemplate(clients, live.name);
  return template && differences(template.data, templateData(live, template.data.ImageId));
}

/** Writes the template, or a new version of it, only when it says something else. Returns what it did. */
export async function keepBlueprint(
  clients: Clients,
  kept: KeptBlueprint & { name: string; imageId: string | undefined; tags: Record<string, string> },
): Promise<'unchanged' | 'created' | 'refreshed'> {
  const { name } = kept;
  const wanted = templateData(kept, kept.imageId);
  const template = await readTemplate(clients, name);
  if (template && differences(template.data, wanted).length === 0) return 'unchanged';
  if (!template) {
    const TagSpecifications = [{ ResourceType: 'launch-template' as const, Tags: tagList(kept.tags) }];
    await sending(`creating launch template ${name}`, () =>
      clients.ec2.send(
        new CreateLaunchTemplateCommand({ LaunchTemplateName: name, LaunchTemplateData: wanted, TagSpecifications }),
      ),
    );
    return 'created';
  }
  await sending(`refreshing launch template ${name}`, () =>
    clients.ec2.send(
      new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: template.id, LaunchTemplateData: wanted }),
    ),
  );
  return 'refreshed';
}
