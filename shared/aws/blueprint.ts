/** What a replacement is launched from, besides its placement: read from the live instance, kept in a launch template. */
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeInstanceAttributeCommand,
  DescribeLaunchTemplateVersionsCommand,
  type Instance as Ec2Instance,
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
      metadataOptions: options && {
        httpTokens: options.HttpTokens as MetadataOptions['httpTokens'],
        httpPutResponseHopLimit: options.HttpPutResponseHopLimit,
        httpEndpoint: options.HttpEndpoint as MetadataOptions['httpEndpoint'],
      },
      userData: userData === 'copy' ? await readUserData(clients, raw.InstanceId ?? '') : undefined,
    },
  };
}

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

/** Whether the kept template says the same; what EC2 adds of its own (states, empty lists) does not count. */
function saysTheSame(kept: ResponseLaunchTemplateData, wanted: RequestLaunchTemplateData): boolean {
  const picked = (data: RequestLaunchTemplateData | ResponseLaunchTemplateData): string =>
    JSON.stringify(
      [
        data.InstanceType,
        [...(data.SecurityGroupIds ?? [])].sort(),
        data.ImageId,
        data.KeyName,
        data.IamInstanceProfile?.Arn,
        data.UserData,
        data.EbsOptimized ?? false,
        data.MaintenanceOptions?.AutoRecovery ?? 'default',
        data.MetadataOptions?.HttpTokens,
        data.MetadataOptions?.HttpPutResponseHopLimit,
        data.MetadataOptions?.HttpEndpoint,
      ].map((value) => value ?? null),
    );
  return picked(kept) === picked(wanted);
}

/** Writes the template, or a new version of it, only when it says something else. Returns what it did. */
export async function keepBlueprint(
  clients: Clients,
  kept: KeptBlueprint & { name: string; imageId: string | undefined; tags: Record<string, string> },
): Promise<'unchanged' | 'created' | 'refreshed'> {
  const { name } = kept;
  const wanted = templateData(kept, kept.imageId);
  const template = await readTemplate(clients, name);
  if (template && saysTheSame(template.data, wanted)) return 'unchanged';
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
