/**
 * A launch without what exists no more. A request cannot take a parameter of its launch template away, so that the template
 * is read and everything else of it is sent in full.
 */
import { DescribeLaunchTemplateVersionsCommand, type RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { blueprintRequest } from './blueprint-request.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { groupsLeft } from './groups-left.ts';
import { type MissingPart, onlyOurTags } from './missing-part.ts';
import { blueprintIn } from './template-blueprint.ts';

const PARAMETER: Partial<Record<MissingPart, 'KeyName' | 'IamInstanceProfile'>> = {
  'key-pair': 'KeyName',
  'instance-profile': 'IamInstanceProfile',
};

/** What is left out, and the failed instance, whose security groups are used when the template has none left. */
type Stripping = { parts: MissingPart[]; failedId: string | undefined };

/** @throws RefusedError when the template holds nothing that could be sent in its place, or when no security group is left. */
export async function withoutParts(
  clients: Pick<Clients, 'ec2'>,
  { LaunchTemplate, ...input }: RunInstancesCommandInput,
  { parts, failedId }: Stripping,
): Promise<RunInstancesCommandInput> {
  const data = LaunchTemplate ? await readData(clients, LaunchTemplate, input.InstanceType ?? '') : {};
  const whole = { ...data, ...input };
  for (const part of parts) {
    const parameter = PARAMETER[part];
    if (parameter) delete whole[parameter];
  }
  if (parts.includes('own-tags')) whole.TagSpecifications = onlyOurTags(whole.TagSpecifications);
  if (parts.includes('volume-initialization')) delete whole.BlockDeviceMappings;
  const SecurityGroupIds = await groupsLeft(clients, whole.SecurityGroupIds ?? [], { parts, failedId });
  return { ...whole, SecurityGroupIds };
}

/** A template read back differs from a request only in types of the SDK. */
async function readData(
  { ec2 }: Pick<Clients, 'ec2'>,
  { LaunchTemplateId, Version }: NonNullable<RunInstancesCommandInput['LaunchTemplate']>,
  instanceType: string,
): Promise<Partial<RunInstancesCommandInput>> {
  const { LaunchTemplateVersions: [found] = [] } = await sending(`reading launch template ${LaunchTemplateId}`, () =>
    ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, Versions: [Version ?? '$Default'] })),
  );
  const data = found?.LaunchTemplateData;
  if (!data) throw new RefusedError(`launch template ${LaunchTemplateId}: version ${Version} holds nothing`);
  return { ...blueprintRequest(blueprintIn(data), instanceType), ...(data.UserData && { UserData: data.UserData }) };
}
