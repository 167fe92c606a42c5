/**
 * What a refused launch names that exists no more, and that a replacement can go without. EC2 answers a missing instance
 * profile with the code of any invalid value; only the message names the parameter (terraform-provider-aws #24281).
 */
import { messageOf } from '../domain/errors.ts';
import { codeOf } from './classify-error.ts';

export type MissingPart = 'key pair' | 'instance profile' | `security group ${string}`;

export function missingPartOf(cause: unknown): MissingPart | undefined {
  const code = codeOf(cause);
  if (code === 'InvalidKeyPair.NotFound') return 'key pair';
  if (code === 'InvalidGroup.NotFound') return groupIn(messageOf(cause));
  const isInvalid = ['InvalidParameterValue', 'InvalidParameter', 'InvalidIamInstanceProfileArn.Malformed'].includes(
    code,
  );
  return isInvalid && /iam\s?Instance\s?Profile/i.test(messageOf(cause)) ? 'instance profile' : undefined;
}

function groupIn(quoted: string): MissingPart | undefined {
  const id = /\bsg-[0-9a-f]+\b/.exec(quoted)?.[0];
  return id === undefined ? undefined : `security group ${id}`;
}
