/** What a replacement is launched from, besides its placement: read from the live instance, kept in a launch template. */
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DescribeInstanceAttributeCommand,
  type Instance as Ec2Instance,
  type RequestLaunchTemplateData,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { Appliance } from '../domain/appliance.ts';
import { carriedTags } from '../domain/own-tags.ts';
import { isBurstable } from '../domain/takeover/burstable.ts';
import type { Blueprint } from '../domain/takeover/takeover-plan.ts';
import { attributesOf, leftBehind, readCpuCredits } from './attributes.ts';
import { differences, further } from './blueprint-difference.ts';
import { atRate, blueprintRequest, tagSpecifications } from './blueprint-request.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { tagList, tagsOf } from './tags.ts';
import { blueprintIn, carriedIn, cpuCreditsIn, metadataOptionsOf } from './template-blueprint.ts';
import { readTemplate, type TemplateOf } from './template-versions.ts';

export type KeptBlueprint = { blueprint: Blueprint; instanceType: string };

/** With the user data beside the blueprint, so that no plan can take it along. */
export type FullBlueprint = KeptBlueprint & { userData?: string | undefined };

/** The rate at which EBS reads the devices of the template's image. */
type Rated = { rated?: { mibPerSecond: number; devices: string[] } | undefined };

export const templateNameOf = (at: { stage: string; appliance: string }): string =>
  `failover-${at.stage}-${at.appliance}`;

/** The template of an appliance, and whose versions of it count. */
export const templateOf = ({ stage, sweepRoleName }: Where, appliance: string): TemplateOf => ({
  name: templateNameOf({ stage, appliance }),
  sweepRoleName,
});

type Where = { stage: string; sweepRoleName: string };

/** What of the configuration a blueprint depends on. */
type Of = Pick<Appliance, 'mode'> & Partial<Pick<Appliance, 'tags'>>;

const carriedFrom = (raw: Ec2Instance, { tags: configured = {} }: Partial<Pick<Appliance, 'tags'>>) =>
  carriedTags({
    ...{ live: tagsOf(raw.Tags), configured },
    inMetadata: raw.MetadataOptions?.InstanceMetadataTags === 'enabled',
  });

/**
 * The live instance as a blueprint. Block devices are the image's own: they are as they were when it was taken. EC2's
 * simplified automatic recovery would be a second controller beside a takeover, so what we launch goes without it; an
 * appliance that is only observed has no other.
 */
export function liveBlueprint(raw: Ec2Instance, { mode, ...configured }: Of): KeptBlueprint {
  const { MetadataOptions: options, KeyName, IamInstanceProfile, EbsOptimized, SecurityGroups = [] } = raw;
  const { tags } = carriedFrom(raw, configured);
  return {
    instanceType: raw.InstanceType ?? '',
    blueprint: {
      securityGroupIds: SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).sort(),
      keyName: KeyName || undefined,
      instanceProfileArn: IamInstanceProfile?.Arn || undefined,
      ebsOptimized: EbsOptimized || undefined,
      autoRecovery: mode === 'auto' ? 'disabled' : undefined,
      metadataOptions: options && metadataOptionsOf(options),
      ...attributesOf(raw),
      ...(Object.keys(tags).length > 0 && { tags }),
    },
  };
}

/** What a replacement goes without, in words for operators. */
export function notCarried(raw: Ec2Instance, appliance: Pick<Appliance, 'tags'>): string[] {
  const { leftOut } = carriedFrom(raw, appliance);
  return [...leftBehind(raw), ...(leftOut.length > 0 ? [`the tags ${leftOut.join(', ')}`] : [])];
}

/** With its user data, where the configuration says that it is copied: for a launch template, and for no plan. */
export async function blueprintOf(
  clients: Clients,
  raw: Ec2Instance,
  appliance: Of & Pick<Appliance, 'userData'>,
): Promise<FullBlueprint> {
  const [userData, cpuCredits] = await Promise.all([
    appliance.userData === 'copy' ? readUserData(clients, raw.InstanceId ?? '') : undefined,
    readCpuCredits(clients, raw),
  ]);
  const { blueprint, instanceType } = liveBlueprint(raw, appliance);
  return { instanceType, blueprint: { ...blueprint, ...(cpuCredits && { cpuCredits }) }, userData };
}

async function readUserData({ ec2 }: Clients, InstanceId: string): Promise<string | undefined> {
  const { UserData } = await sending(`user data of ${InstanceId}`, () =>
    ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' })),
  );
  return UserData?.Value;
}

/** The blueprint as adoption kept it, or undefined when the sweep never wrote one. */
export async function readKeptBlueprint(clients: Clients, of: TemplateOf): Promise<KeptBlueprint | undefined> {
  const template = await readTemplate(clients, of);
  if (!template?.own) return undefined;
  const { id, own } = template;
  return {
    instanceType: own.data.InstanceType ?? '',
    blueprint: {
      launchTemplate: { id, version: own.version },
      securityGroupIds: own.data.SecurityGroupIds ?? [],
      ...carriedIn(own.data),
    },
  };
}

/**
 * The same in full, for a launch that names its own network interface: EC2 refuses one beside the security groups of a
 * template. https://github.com/ansible-collections/community.aws/issues/225
 */
export async function readBlueprint(clients: Clients, of: TemplateOf): Promise<FullBlueprint | undefined> {
  const { data } = (await readTemplate(clients, of))?.own ?? {};
  if (!data) return undefined;
  return { instanceType: data.InstanceType ?? '', blueprint: blueprintIn(data), userData: data.UserData };
}

/** No network interfaces and no subnet: those are given at launch. */
function templateData(
  { blueprint, instanceType, userData, rated }: FullBlueprint & Rated,
  imageId: string | undefined,
  before: ResponseLaunchTemplateData | undefined,
): RequestLaunchTemplateData {
  // EC2 did not say what the credits are, which is no reason to forget them.
  const cpuCredits = blueprint.cpuCredits ?? (before && isBurstable(instanceType) ? cpuCreditsIn(before) : undefined);
  return {
    InstanceType: instanceType as RequestLaunchTemplateData['InstanceType'],
    SecurityGroupIds: blueprint.securityGroupIds,
    ...(imageId && { ImageId: imageId }),
    ...blueprintRequest({ ...blueprint, cpuCredits }, instanceType),
    ...(userData && { UserData: userData }),
    ...(rated?.devices.length && { BlockDeviceMappings: atRate(rated.mibPerSecond, rated.devices) }),
    ...(blueprint.tags && { TagSpecifications: tagSpecifications(blueprint.tags) }),
  };
}

/**
 * In what the template differs from the live instance, apart from the image, which a takeover chooses for itself;
 * undefined when there is none of ours.
 */
export async function compareBlueprint(
  clients: Clients,
  live: FullBlueprint & Rated & TemplateOf,
): Promise<string[] | undefined> {
  const own = (await readTemplate(clients, live))?.own;
  return own && differences(own.data, templateData(live, own.data.ImageId, own.data));
}

/** A version that another principal has written, and in what it differs from ours. */
export type ForeignVersion = { version: string; createdBy: string; differs: string[] };

/**
 * Writes the template, or a new version of it, only when our newest version says something else, or is not the newest.
 * `onForeign` is called before anything is written, because the write may be refused.
 */
export async function keepBlueprint(
  clients: Clients,
  kept: FullBlueprint & Rated & TemplateOf & { imageId: string | undefined; tags: Record<string, string> },
  onForeign: (foreign: ForeignVersion) => void = () => undefined,
): Promise<'unchanged' | 'created' | 'refreshed'> {
  const { name } = kept;
  const template = await readTemplate(clients, kept);
  const { own, foreign } = template ?? {};
  const wanted = templateData(kept, kept.imageId, own?.data);
  if (own && !foreign && differences(own.data, wanted).length === 0) return 'unchanged';
  if (foreign) {
    const { version, createdBy, data } = foreign;
    onForeign({ version, createdBy, differs: [...differences(data, wanted), ...further(data, wanted)] });
  }
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
