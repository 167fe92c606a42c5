/**
 * The security group in which proofs run: nothing goes out, and nothing comes in but what asks whether the service answers,
 * where that is wanted. Made once for an appliance, and kept.
 */
import {
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  type SecurityGroup,
} from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import { lackingTags } from '../domain/own-tags.ts';
import { TAG } from '../domain/snapshot.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { type Door, hasStrangers, setDoor } from './proof-door.ts';
import { tagList, tagsOf } from './tags.ts';

type Ec2 = Pick<Clients, 'ec2'>;

/** Without a `door` nothing is let in. */
type ProofGroup = { stage: string; appliance: string; vpcId: string; owner: string; door?: Door | undefined };

/** A name is unique in its VPC and never changes, whereas tags may be stripped: it is found by the one, known by the other. */
export const proofGroupNameOf = ({ stage, appliance }: Pick<ProofGroup, 'stage' | 'appliance'>): string =>
  `failover-${stage}-${appliance}-proof`;

export const proofGroupTags = ({
  appliance,
  owner,
}: Pick<ProofGroup, 'appliance' | 'owner'>): Record<string, string> => ({
  [TAG.appliance]: appliance,
  [TAG.role]: 'proof',
  [TAG.owner]: owner,
});

/**
 * Its id, once it is seen to let nothing else through; undefined while our last change is not visible yet.
 *
 * @throws RefusedError when it is not ours, or when another rule lets something in.
 */
export async function isolatedGroup(clients: Ec2, wanted: ProofGroup): Promise<string | undefined> {
  const closed = await closing(clients, wanted);
  if (!closed) return undefined;
  const { owner, door } = wanted;
  return (await setDoor(clients, closed, { owner, door })) ? closed.id : undefined;
}

/**
 * The same for an early launch, which leaves our own inbound rule as it is: a proof may be asked by it at this moment.
 *
 * @throws RefusedError when it is not ours, or when another rule lets something in.
 */
export const closedGroup = async (clients: Ec2, wanted: ProofGroup): Promise<string | undefined> =>
  (await closing(clients, wanted))?.id;

/** The same, without making or closing it. */
export async function findClosedGroup(clients: Ec2, wanted: ProofGroup): Promise<string | undefined> {
  const group = await find(clients, wanted);
  if (!group?.GroupId || (group.IpPermissionsEgress ?? []).length > 0) return undefined;
  refuseForeign(group, wanted);
  return hasStrangers(group.IpPermissions ?? [], { owner: wanted.owner }) ? undefined : group.GroupId;
}

type Closed = { id: string; name: string; inbound: IpPermission[] };

/** Undefined while our last change is not visible yet. */
async function closing(clients: Ec2, wanted: ProofGroup): Promise<Closed | undefined> {
  const name = proofGroupNameOf(wanted);
  const group = await find(clients, wanted);
  if (!group?.GroupId) {
    await create(clients, wanted);
    return undefined;
  }
  const id = group.GroupId;
  refuseForeign(group, wanted);
  const inbound = group.IpPermissions ?? [];
  if (hasStrangers(inbound, { owner: wanted.owner })) {
    throw new RefusedError(`security group ${name} (${id}) lets traffic in: remove its inbound rules`);
  }
  const IpPermissions = group.IpPermissionsEgress ?? [];
  if (IpPermissions.length > 0) {
    await close(clients, { id, name, IpPermissions });
    return undefined;
  }
  return { id, name, inbound };
}

type Closing = { id: string; name: string; IpPermissions: IpPermission[] };

/** A read may still show a rule that is gone already. */
async function close({ ec2 }: Ec2, { id, name, IpPermissions }: Closing): Promise<void> {
  await sending(`closing security group ${name}`, async () => {
    try {
      await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId: id, IpPermissions }));
    } catch (cause) {
      if (codeOf(cause) !== 'InvalidPermission.NotFound') throw cause;
    }
  });
}

async function find({ ec2 }: Ec2, wanted: ProofGroup): Promise<SecurityGroup | undefined> {
  const name = proofGroupNameOf(wanted);
  const Filters = [
    { Name: 'vpc-id', Values: [wanted.vpcId] },
    { Name: 'group-name', Values: [name] },
  ];
  const { SecurityGroups = [] } = await sending(`reading security group ${name}`, () =>
    ec2.send(new DescribeSecurityGroupsCommand({ Filters })),
  );
  return SecurityGroups[0];
}

function refuseForeign({ GroupId, Tags }: SecurityGroup, wanted: ProofGroup): void {
  const lacks = lackingTags(tagsOf(Tags), proofGroupTags(wanted));
  if (lacks)
    throw new RefusedError(`security group ${proofGroupNameOf(wanted)} (${GroupId}) is not ours: it lacks ${lacks}`);
}

/** One that another attempt has just made is as good. */
async function create({ ec2 }: Ec2, wanted: ProofGroup): Promise<void> {
  const GroupName = proofGroupNameOf(wanted);
  await sending(`making security group ${GroupName}`, async () => {
    try {
      await ec2.send(
        new CreateSecurityGroupCommand({
          GroupName,
          Description: `Proofs of the images of ${wanted.appliance}: nothing in, nothing out`,
          VpcId: wanted.vpcId,
          TagSpecifications: [{ ResourceType: 'security-group', Tags: tagList(proofGroupTags(wanted)) }],
        }),
      );
    } catch (cause) {
      if (codeOf(cause) !== 'InvalidGroup.Duplicate') throw cause;
    }
  });
}
