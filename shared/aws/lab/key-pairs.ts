/** The key pair that the launch template names: its public half is read before it is deleted, and imported again. */
import { DeleteKeyPairCommand, DescribeKeyPairsCommand, ImportKeyPairCommand } from '@aws-sdk/client-ec2';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';
import { tagList, tagsOf } from '../tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

type LabKeyPair = { name: string; publicKey: string; tags: Record<string, string> };

/** Undefined when there is none of that name; `publicKey` is empty when EC2 does not show it. */
export async function keyPairForLab({ ec2 }: Ec2, name: string): Promise<LabKeyPair | undefined> {
  try {
    const { KeyPairs = [] } = await ec2.send(new DescribeKeyPairsCommand({ KeyNames: [name], IncludePublicKey: true }));
    const [found] = KeyPairs;
    return found && { name, publicKey: found.PublicKey ?? '', tags: tagsOf(found.Tags) };
  } catch (cause) {
    if (codeOf(cause) === 'InvalidKeyPair.NotFound') return undefined;
    throw cause;
  }
}

export const deleteKeyPairForLab = ({ ec2 }: Ec2, KeyName: string): Promise<unknown> =>
  ec2.send(new DeleteKeyPairCommand({ KeyName }));

export const importKeyPairForLab = ({ ec2 }: Ec2, { name, publicKey, tags }: LabKeyPair): Promise<unknown> =>
  ec2.send(
    new ImportKeyPairCommand({
      KeyName: name,
      PublicKeyMaterial: new TextEncoder().encode(publicKey),
      ...(Object.keys(tags).length > 0 && {
        TagSpecifications: [{ ResourceType: 'key-pair', Tags: tagList(tags) }],
      }),
    }),
  );
