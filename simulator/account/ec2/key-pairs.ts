/**
 * Key pairs, by name. EC2 shows and imports public halves only; a running instance keeps the key that it was launched with.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ImportKeyPair.html
 */
import type {
  DeleteKeyPairRequest,
  DescribeKeyPairsRequest,
  DescribeKeyPairsResult,
  ImportKeyPairRequest,
} from '@aws-sdk/client-ec2';
import { type AwsError, onlyKnows, refusal } from '../aws-error.ts';
import { endDryRun } from '../consistency.ts';
import type { World } from '../world.ts';
import { missingParameter } from './lookup.ts';
import { tagList, tagsFor } from './tag-list.ts';

/** moto #5151 quotes it. */
export const noKeyPair = (name: string): AwsError =>
  refusal('InvalidKeyPair.NotFound', { message: `The key pair '${name}' does not exist` });

export function describeKeyPairs({ ec2 }: World, input: DescribeKeyPairsRequest): DescribeKeyPairsResult {
  const known = ['KeyNames', 'IncludePublicKey', 'DryRun'];
  onlyKnows(input, { what: 'DescribeKeyPairs parameter', known });
  const names = input.KeyNames ?? [...ec2.keyPairs.keys()];
  return {
    KeyPairs: names.map((KeyName) => {
      const found = ec2.keyPairs.get(KeyName);
      if (!found) throw noKeyPair(KeyName);
      const { publicKey, tags } = found;
      return { KeyName, Tags: tagList(tags), ...(input.IncludePublicKey && { PublicKey: publicKey }) };
    }),
  };
}

/** Deleting what is not there is no error. */
export function deleteKeyPair(world: World, input: DeleteKeyPairRequest): object {
  onlyKnows(input, { what: 'DeleteKeyPair parameter', known: ['KeyName', 'DryRun'] });
  if (!input.KeyName) throw missingParameter('KeyName');
  endDryRun(world);
  world.ec2.keyPairs.delete(input.KeyName);
  world.changed(`key pair ${input.KeyName} deleted`);
  return { Return: true };
}

export function importKeyPair(world: World, input: ImportKeyPairRequest): object {
  const known = ['KeyName', 'PublicKeyMaterial', 'TagSpecifications', 'DryRun'];
  onlyKnows(input, { what: 'ImportKeyPair parameter', known });
  const { KeyName, PublicKeyMaterial, TagSpecifications } = input;
  if (!KeyName) throw missingParameter('KeyName');
  if (!PublicKeyMaterial) throw missingParameter('PublicKeyMaterial');
  if (world.ec2.keyPairs.has(KeyName)) {
    throw refusal('InvalidKeyPair.Duplicate', { message: `The key pair '${KeyName}' already exists.` });
  }
  const publicKey = new TextDecoder().decode(PublicKeyMaterial);
  endDryRun(world);
  world.ec2.keyPairs.set(KeyName, { publicKey, tags: tagsFor('key-pair', TagSpecifications) });
  world.changed(`key pair ${KeyName} imported`);
  return { KeyName };
}
