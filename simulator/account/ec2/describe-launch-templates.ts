/** DescribeLaunchTemplates and DescribeLaunchTemplateVersions. */
import type {
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  DescribeLaunchTemplateVersionsRequest,
  DescribeLaunchTemplateVersionsResult,
} from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { allVisible } from '../consistency.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { presentTemplate, presentVersion, seenTemplate, versionOf } from './launch-templates.ts';
import { select } from './lookup.ts';
import { paginate } from './paging.ts';
import type { LaunchTemplateRecord } from './state.ts';

const FILTERS: Filterable<LaunchTemplateRecord> = { 'launch-template-name': ({ name }) => name };

/** Asked by name, a template that does not exist is an error; asked by filter, it is an empty list. */
export function describeLaunchTemplates(
  world: World,
  input: DescribeLaunchTemplatesRequest,
): DescribeLaunchTemplatesResult {
  const known = ['LaunchTemplateIds', 'LaunchTemplateNames', 'Filters', 'MaxResults', 'NextToken', 'DryRun'];
  onlyKnows(input, { what: 'DescribeLaunchTemplates parameter', known });
  const { LaunchTemplateIds: ids, LaunchTemplateNames: names } = input;
  const seen = names?.length
    ? names.map((LaunchTemplateName) => seenTemplate(world, { LaunchTemplateName }))
    : select(world, world.ec2.launchTemplates, { ids, prefix: 'lt-' });
  const found = applyFilters(seen, { filters: input.Filters, known: FILTERS });
  const { items, NextToken } = paginate(world, found, { request: input, rules: { min: 1 } });
  return { LaunchTemplates: items.map(presentTemplate), NextToken };
}

/** "To describe one or more versions of all launch templates": only by `$Latest` and `$Default`. EC2 API reference. */
function ofEveryTemplate(
  world: World,
  input: DescribeLaunchTemplateVersionsRequest,
): DescribeLaunchTemplateVersionsResult {
  const versions = allVisible(world, world.ec2.launchTemplates).flatMap((template) =>
    (input.Versions ?? []).map((version) => presentVersion(template, versionOf(template, version))),
  );
  const { items, NextToken } = paginate(world, versions, { request: input, rules: { min: 1 } });
  return { LaunchTemplateVersions: items, NextToken };
}

export function describeLaunchTemplateVersions(
  world: World,
  input: DescribeLaunchTemplateVersionsRequest,
): DescribeLaunchTemplateVersionsResult {
  const named = ['LaunchTemplateId', 'LaunchTemplateName', 'Versions', 'MinVersion', 'MaxVersion', 'MaxResults'];
  onlyKnows(input, { what: 'DescribeLaunchTemplateVersions parameter', known: [...named, 'NextToken', 'DryRun'] });
  if (!input.LaunchTemplateId && !input.LaunchTemplateName && input.Versions?.length)
    return ofEveryTemplate(world, input);
  const template = seenTemplate(world, input);
  const { MinVersion: min = '1', MaxVersion: max = String(template.versions.length) } = input;
  const wanted = input.Versions?.length
    ? input.Versions.map((version) => versionOf(template, version))
    : template.versions.filter(({ number }) => number >= Number(min) && number <= Number(max)).toReversed();
  const { items, NextToken } = paginate(world, wanted, { request: input, rules: { min: 1 } });
  return { LaunchTemplateVersions: items.map((version) => presentVersion(template, version)), NextToken };
}
