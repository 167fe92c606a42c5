/** CreateLaunchTemplate, CreateLaunchTemplateVersion and ModifyLaunchTemplate. */
import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  CreateLaunchTemplateVersionRequest,
  CreateLaunchTemplateVersionResult,
  LaunchTemplate,
  LaunchTemplateVersion,
  ModifyLaunchTemplateRequest,
  ModifyLaunchTemplateResult,
} from '@aws-sdk/client-ec2';
import { onlyKnows, refusal } from '../aws-error.ts';
import { allTrue, allVisible, drawLagMs, truth, visible, write } from '../consistency.ts';
import { callingPrincipal } from '../principal.ts';
import type { World } from '../world.ts';
import { newId } from './ids.ts';
import { missingParameter, notFound } from './lookup.ts';
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord } from './state.ts';
import { tagList, tagsFor } from './tag-list.ts';

type Named = { LaunchTemplateId?: string | undefined; LaunchTemplateName?: string | undefined };

export const presentTemplate = (template: LaunchTemplateRecord): LaunchTemplate => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  CreateTime: new Date(template.createdAtMs),
  CreatedBy: template.createdBy,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.versions.length,
  Tags: tagList(template.tags),
});

export const presentVersion = (
  template: LaunchTemplateRecord,
  version: LaunchTemplateVersionRecord,
): LaunchTemplateVersion => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  VersionNumber: version.number,
  VersionDescription: version.description,
  CreateTime: new Date(version.createdAtMs),
  CreatedBy: version.createdBy,
  DefaultVersion: version.number === template.defaultVersion,
  LaunchTemplateData: structuredClone(version.data) as NonNullable<LaunchTemplateVersion['LaunchTemplateData']>,
});

const nameNotFound = (name: string): Error =>
  refusal('InvalidLaunchTemplateName.NotFoundException', {
    message: `The specified launch template, with template name ${name}, does not exist.`,
  });

/** As a caller sees it: a template that was made a moment ago may not be there yet. */
export function seenTemplate(
  world: World,
  { LaunchTemplateId: id, LaunchTemplateName: name }: Named,
): LaunchTemplateRecord {
  if (id) {
    const found = visible(world, world.ec2.launchTemplates, id);
    if (!found) throw notFound('lt-', [id]);
    return found;
  }
  if (!name) throw missingParameter('LaunchTemplateId or LaunchTemplateName');
  const found = allVisible(world, world.ec2.launchTemplates).find((template) => template.name === name);
  if (!found) throw nameNotFound(name);
  return found;
}

/** What a change works on: seen by the caller, read as it truly is. */
function ownTemplate(world: World, named: Named): LaunchTemplateRecord {
  const seen = seenTemplate(world, named);
  return truth(world.ec2.launchTemplates, seen.id) ?? seen;
}

export function versionOf(template: LaunchTemplateRecord, version: string | undefined): LaunchTemplateVersionRecord {
  const wanted = { $Latest: template.versions.length, $Default: template.defaultVersion }[version ?? '$Default'];
  const number = wanted ?? Number(version);
  const found = template.versions.find((each) => each.number === number);
  if (found) return found;
  throw refusal('InvalidLaunchTemplateId.VersionNotFound', {
    message: `Could not find the specified version ${version} for the launch template with ID ${template.id}.`,
  });
}

function save(world: World, value: LaunchTemplateRecord): void {
  write(world, world.ec2.launchTemplates, { id: value.id, value, lagMs: drawLagMs(world) });
  world.changed(`launch template ${value.name}`);
}

export function createLaunchTemplate(world: World, input: CreateLaunchTemplateRequest): CreateLaunchTemplateResult {
  const known = ['LaunchTemplateName', 'LaunchTemplateData', 'VersionDescription', 'TagSpecifications', 'ClientToken'];
  onlyKnows(input, { what: 'CreateLaunchTemplate parameter', known: [...known, 'DryRun'] });
  const { LaunchTemplateName: name, LaunchTemplateData: data } = input;
  if (!name || !data) throw missingParameter(name ? 'LaunchTemplateData' : 'LaunchTemplateName');
  if (allTrue(world.ec2.launchTemplates).some((template) => template.name === name)) {
    const message = 'Launch template name already in use.';
    throw refusal('InvalidLaunchTemplateName.AlreadyExistsException', { message });
  }
  const made = { createdAtMs: world.clock.nowMs(), createdBy: callingPrincipal(world) };
  const first = { number: 1, description: input.VersionDescription, ...made, data: structuredClone(data) };
  const template: LaunchTemplateRecord = {
    id: newId(world, 'lt'),
    name,
    ...made,
    defaultVersion: 1,
    versions: [first],
    tags: tagsFor('launch-template', input.TagSpecifications),
  };
  save(world, template);
  return { LaunchTemplate: presentTemplate(template) };
}

export function createLaunchTemplateVersion(
  world: World,
  input: CreateLaunchTemplateVersionRequest,
): CreateLaunchTemplateVersionResult {
  const named = ['LaunchTemplateId', 'LaunchTemplateName', 'LaunchTemplateData', 'SourceVersion'];
  onlyKnows(input, {
    what: 'CreateLaunchTemplateVersion parameter',
    known: [...named, 'VersionDescription', 'ClientToken', 'DryRun'],
  });
  const template = ownTemplate(world, input);
  const source = input.SourceVersion ? versionOf(template, input.SourceVersion).data : {};
  const version = {
    number: template.versions.length + 1,
    description: input.VersionDescription,
    createdAtMs: world.clock.nowMs(),
    createdBy: callingPrincipal(world),
    data: { ...source, ...structuredClone(input.LaunchTemplateData) },
  };
  const value = { ...template, versions: [...template.versions, version] };
  save(world, value);
  return { LaunchTemplateVersion: presentVersion(value, version) };
}

export function modifyLaunchTemplate(world: World, input: ModifyLaunchTemplateRequest): ModifyLaunchTemplateResult {
  const known = ['LaunchTemplateId', 'LaunchTemplateName', 'DefaultVersion', 'ClientToken', 'DryRun'];
  onlyKnows(input, { what: 'ModifyLaunchTemplate parameter', known });
  const template = ownTemplate(world, input);
  const { number } = versionOf(template, input.DefaultVersion);
  const value = { ...template, defaultVersion: number };
  save(world, value);
  return { LaunchTemplate: presentTemplate(value) };
}
