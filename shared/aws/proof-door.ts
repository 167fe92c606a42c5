/**
 * The one inbound rule of the proofs' group: the port of the probe, from the function that asks the service. It is
 * known by its description; every other rule belongs to another owner.
 */
import {
  AuthorizeSecurityGroupIngressCommand,
  type IpPermission,
  RevokeSecurityGroupIngressCommand,
  type UserIdGroupPair,
} from '@aws-sdk/client-ec2';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Ec2 = Pick<Clients, 'ec2'>;

/** From whom, and to which port. */
export type Door = { groupId: string; port: number };

type Wanted = { owner: string; door: Door | undefined };

type Found = { id: string; name: string; inbound: IpPermission[] };

const descriptionOf = (owner: string): string => `${owner}: prove-service asks a proof`;

const ruleOf = ({ IpProtocol, FromPort, ToPort }: IpPermission, pairs: UserIdGroupPair[]): IpPermission => ({
  ...{ IpProtocol, FromPort, ToPort },
  UserIdGroupPairs: pairs,
});

const pairsIn = (inbound: IpPermission[]) =>
  inbound.flatMap((permission) => (permission.UserIdGroupPairs ?? []).map((pair) => ({ permission, pair })));

/** Whether anything comes in by a rule that is not ours. */
export function hasStrangers(inbound: IpPermission[], { owner }: Pick<Wanted, 'owner'>): boolean {
  const others = inbound.some(({ IpRanges = [], Ipv6Ranges = [], PrefixListIds = [] }) =>
    [IpRanges, Ipv6Ranges, PrefixListIds].some((sources) => sources.length > 0),
  );
  return others || pairsIn(inbound).some(({ pair }) => pair.Description !== descriptionOf(owner));
}

/** Whether every rule is as it should be; false while what was just done about that is not visible yet. */
export async function setDoor(clients: Ec2, { id, name, inbound }: Found, wanted: Wanted): Promise<boolean> {
  const { owner, door } = wanted;
  const rules = pairsIn(inbound);
  const right = rules.filter(({ permission: { IpProtocol, FromPort, ToPort }, pair }) => {
    const port = IpProtocol === 'tcp' && FromPort === ToPort ? FromPort : undefined;
    return door !== undefined && port === door.port && pair.GroupId === door.groupId;
  });
  const stale = rules.filter((rule) => !right.includes(rule));
  if (stale.length > 0) {
    const IpPermissions = stale.map(({ permission, pair: { GroupId } }) => ruleOf(permission, [{ GroupId }]));
    await revoke(clients, { id, name, IpPermissions });
  }
  if (door && right.length === 0) {
    const { groupId: GroupId, port } = door;
    const tcp = { IpProtocol: 'tcp', FromPort: port, ToPort: port };
    const IpPermissions = [ruleOf(tcp, [{ GroupId, Description: descriptionOf(owner) }])];
    await authorize(clients, { id, name, IpPermissions });
  }
  return stale.length === 0 && (door === undefined || right.length > 0);
}

type Change = { id: string; name: string; IpPermissions: IpPermission[] };

/** A read may still show a rule that is gone already. */
const revoke = ({ ec2 }: Ec2, { id: GroupId, name, IpPermissions }: Change): Promise<void> =>
  sending(`taking our inbound rule off security group ${name}`, async () => {
    try {
      await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    } catch (cause) {
      if (codeOf(cause) !== 'InvalidPermission.NotFound') throw cause;
    }
  });

/** Or may not show one yet that is there. */
const authorize = ({ ec2 }: Ec2, { id: GroupId, name, IpPermissions }: Change): Promise<void> =>
  sending(`letting prove-service into security group ${name}`, async () => {
    try {
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    } catch (cause) {
      if (codeOf(cause) !== 'InvalidPermission.Duplicate') throw cause;
    }
  });
