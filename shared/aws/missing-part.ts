/**
 * What a refused launch names that exists no more or is not allowed, and that a replacement can go without. EC2 answers a missing instance
 * profile with the code of any invalid value; only the message names the parameter (terraform-provider-aws #24281).
 */
import type { BlockDeviceMapping, RunInstancesCommandInput, TagSpecification } from '@aws-sdk/client-ec2';
import { messageOf } from '../domain/errors.ts';
import { isOurKey } from '../domain/own-tags.ts';
import { codeOf } from './classify-error.ts';

export type MissingPart = 'key-pair' | 'instance-profile' | 'own-tags' | 'volume-initialization' | `sg-${string}`;

type Tagged = Pick<RunInstancesCommandInput, 'TagSpecifications' | 'BlockDeviceMappings'>;

export function missingPartOf(cause: unknown, input: Tagged): MissingPart | undefined {
  if (refusesRate(cause) && hasRate(input)) return 'volume-initialization';
  if (refusesTags(cause) && hasOwnTags(input)) return 'own-tags';
  const code = codeOf(cause);
  if (code === 'InvalidKeyPair.NotFound') return 'key-pair';
  if (code === 'InvalidGroup.NotFound' || isOfAnotherVpc(cause)) return groupIn(messageOf(cause));
  const isInvalid = ['InvalidParameterValue', 'InvalidParameter', 'InvalidIamInstanceProfileArn.Malformed'].includes(
    code,
  );
  return isInvalid && /iam\s?Instance\s?Profile/i.test(messageOf(cause)) ? 'instance-profile' : undefined;
}

/**
 * A tag policy, or a service control policy on a key, may refuse what the live instance has carried for years. Whether it is
 * the tags, a denial does not say: the launch without them shows it.
 */
export function refusesTags(cause: unknown): boolean {
  const code = codeOf(cause);
  if (code === 'InvalidParameterValue') return /\btags?\b/i.test(messageOf(cause));
  return ['UnauthorizedOperation', 'TagPolicyViolation', 'TagLimitExceeded', 'InvalidTagKey.Malformed'].includes(code);
}

/** Which code EC2 has for it, a quota of the Region among them, is documented nowhere: the message names the parameter. */
const refusesRate = (cause: unknown): boolean => /initiali[sz]ation/i.test(messageOf(cause));

const hasRate = ({ BlockDeviceMappings = [] }: Tagged): boolean =>
  BlockDeviceMappings.some(({ Ebs }) => Ebs?.VolumeInitializationRate !== undefined);

/** A device of which only the rate was said is the image's own without it. */
export const withoutRate = (mappings: BlockDeviceMapping[] | undefined): BlockDeviceMapping[] | undefined =>
  mappings?.flatMap(({ Ebs: { VolumeInitializationRate: _, ...ebs } = {}, ...device }) =>
    Object.keys(ebs).length > 0 ? [{ ...device, Ebs: ebs }] : [],
  );

const hasOwnTags = ({ TagSpecifications = [] }: Tagged): boolean =>
  TagSpecifications.some(({ Tags = [] }) => Tags.some(({ Key }) => !isOurKey(Key ?? '')));

export const onlyOurTags = (specifications: TagSpecification[] | undefined): TagSpecification[] =>
  (specifications ?? []).map(({ ResourceType, Tags = [] }) => ({
    ResourceType,
    Tags: Tags.filter(({ Key }) => isOurKey(Key ?? '')),
  }));

/** `Security group sg-… and subnet subnet-… belong to different networks.` (ansible-modules-core #347). */
const isOfAnotherVpc = (cause: unknown): boolean =>
  codeOf(cause) === 'InvalidParameter' && /different networks/.test(messageOf(cause));

function groupIn(quoted: string): MissingPart | undefined {
  const id = /\bsg-([0-9a-f]+)\b/.exec(quoted)?.[1];
  return id === undefined ? undefined : `sg-${id}`;
}
