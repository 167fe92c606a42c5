/**
 * Which version of a launch template is used: the newest that the sweep has written. Another caller that may create
 * versions can write a newer one under the same name, but not with the role of the sweep.
 */
import {
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsRequest,
  type LaunchTemplateVersion,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** The name of the launch template, and of the role whose versions count. */
export type TemplateOf = { name: string; sweepRoleName: string };

type Version = { version: string; data: ResponseLaunchTemplateData };

export type Template = {
  id: string;
  /** The newest version that the sweep has written; absent when it has written none. */
  own?: Version | undefined;
  /** The newest version of all, when another principal has written it. */
  foreign?: (Version & { createdBy: string }) | undefined;
};

const MISSING_CODES = ['InvalidLaunchTemplateName.NotFoundException', 'InvalidLaunchTemplateId.NotFound'];

/** As many versions as one answer may hold. */
const WINDOW = 200;

/** `arn:aws:sts::<account>:assumed-role/<role>/<session>`; the account is our own, as no other account can write a version. */
const isBy = (createdBy: string | undefined, roleName: string): boolean =>
  createdBy?.split(':')[5]?.startsWith(`assumed-role/${roleName}/`) === true;

const numberOf = ({ VersionNumber }: LaunchTemplateVersion): number => VersionNumber ?? 0;

const versionOf = (found: LaunchTemplateVersion): Version => ({
  version: String(numberOf(found)),
  data: found.LaunchTemplateData ?? {},
});

/** Undefined when there is no template of this name. */
export async function readTemplate(
  clients: Clients,
  { name, sweepRoleName }: TemplateOf,
): Promise<Template | undefined> {
  const [latest] = await describe(clients, { LaunchTemplateName: name, Versions: ['$Latest'] });
  if (!latest?.LaunchTemplateId) return undefined;
  const id = latest.LaunchTemplateId;
  if (isBy(latest.CreatedBy, sweepRoleName)) return { id, own: versionOf(latest) };
  const foreign = { ...versionOf(latest), createdBy: latest.CreatedBy ?? 'an unknown principal' };
  return { id, foreign, own: await newestOwn(clients, { name, sweepRoleName, below: numberOf(latest) }) };
}

/** Backwards through the numbers, because EC2 promises no order, and a flood of versions must not hide ours. */
async function newestOwn(
  clients: Clients,
  { name, sweepRoleName, below }: TemplateOf & { below: number },
): Promise<Version | undefined> {
  for (let max = below; max > 0; max -= WINDOW - 1) {
    const window = { MinVersion: String(Math.max(1, max - WINDOW + 1)), MaxVersion: String(max), MaxResults: WINDOW };
    const versions = await describe(clients, { LaunchTemplateName: name, ...window });
    const [newest] = versions
      .filter(({ CreatedBy }) => isBy(CreatedBy, sweepRoleName))
      .sort((one, other) => numberOf(other) - numberOf(one));
    if (newest) return versionOf(newest);
  }
  return undefined;
}

async function describe(
  { ec2 }: Clients,
  request: DescribeLaunchTemplateVersionsRequest,
): Promise<LaunchTemplateVersion[]> {
  try {
    const { LaunchTemplateVersions = [] } = await ec2.send(new DescribeLaunchTemplateVersionsCommand(request));
    return LaunchTemplateVersions;
  } catch (cause) {
    if (MISSING_CODES.includes(codeOf(cause))) return [];
    return sending(`reading launch template ${request.LaunchTemplateName}`, () => Promise.reject(cause));
  }
}
