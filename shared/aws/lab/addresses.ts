/** Elastic IPs of the conformance kit: allocated with its tag, associated in both forms, and released. */
import {
  AllocateAddressCommand,
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DisassociateAddressCommand,
  ReleaseAddressCommand,
} from '@aws-sdk/client-ec2';
import { codeOf } from '../classify-error.ts';
import type { Clients } from '../clients.ts';
import { tagList } from '../tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

export async function allocateForLab({ ec2 }: Ec2, tags: Record<string, string>): Promise<string> {
  const TagSpecifications = [{ ResourceType: 'elastic-ip' as const, Tags: tagList(tags) }];
  const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc', TagSpecifications }));
  if (!AllocationId) throw new Error('EC2 answered without an allocation id');
  return AllocationId;
}

export type AddressTarget = { instanceId: string } | { networkInterfaceId: string };

export const associateForLab = ({ ec2 }: Ec2, AllocationId: string, to: AddressTarget): Promise<unknown> =>
  ec2.send(
    new AssociateAddressCommand({
      AllocationId,
      ...('instanceId' in to ? { InstanceId: to.instanceId } : { NetworkInterfaceId: to.networkInterfaceId }),
    }),
  );

/** Undefined once it is released. */
export async function allocationForLab({ ec2 }: Ec2, id: string): Promise<{ associationId?: string } | undefined> {
  try {
    const { Addresses = [] } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [id] }));
    const [found] = Addresses;
    return found && (found.AssociationId ? { associationId: found.AssociationId } : {});
  } catch (cause) {
    if (codeOf(cause) === 'InvalidAllocationID.NotFound') return undefined;
    throw cause;
  }
}

export async function releaseForLab(clients: Ec2, AllocationId: string): Promise<void> {
  const AssociationId = (await allocationForLab(clients, AllocationId))?.associationId;
  if (AssociationId) await clients.ec2.send(new DisassociateAddressCommand({ AssociationId }));
  await clients.ec2.send(new ReleaseAddressCommand({ AllocationId }));
}
