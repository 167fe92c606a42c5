/**
 * The security groups of a launch of which some exist no more. Groups only let traffic in, so that one less opens nothing.
 * Without any, EC2 would take the default group of the VPC; so the launch then has those of the failed instance. EC2 deletes no
 * group that a network interface uses, and refuses one that does not belong to the VPC of the subnet.
 */
import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { RefusedError, TransientError } from '../domain/errors.ts';
import type { Clients } from './clients.ts';
import type { MissingPart } from './missing-part.ts';
import { describeInstance } from './read-instances.ts';

/** @throws TransientError when EC2 cannot describe the failed instance now; RefusedError when it has no other group either. */
export async function groupsLeft(
  clients: Pick<Clients, 'ec2'>,
  wanted: string[],
  { parts, failedId }: { parts: MissingPart[]; failedId: string | undefined },
): Promise<string[]> {
  const exists = (id: string): boolean => !parts.some((part) => part === id);
  const left = wanted.filter(exists);
  if (left.length > 0 || wanted.length === 0) return left;
  const gone = goneOf(wanted);
  const { groups, why } = await groupsOf(clients, failedId, gone);
  const others = groups.filter(exists);
  if (others.length === 0)
    throw new RefusedError(`${gone}, and ${why}; create a group, name it under securityGroups and deploy`);
  return others;
}

async function groupsOf(
  clients: Pick<Clients, 'ec2'>,
  failedId: string | undefined,
  gone: string,
): Promise<{ groups: string[]; why: string }> {
  if (!failedId) return { groups: [], why: 'no failed instance is recorded' };
  const reading = await describeInstance(clients, failedId);
  // Unknown is not "none".
  if (reading.reading === 'unreadable')
    throw new TransientError(`${gone}, and the groups of ${failedId} cannot be read: ${reading.why}`);
  if (reading.reading === 'absent') return { groups: [], why: `the failed instance ${failedId} exists no more` };
  const { SecurityGroups = [], State } = reading.raw;
  const groups = SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []).sort();
  return { groups, why: `the failed instance ${failedId} (${State?.Name}) has no other that exists in the VPC` };
}

type Grouped = Pick<RunInstancesCommandInput, 'SecurityGroupIds'>;

/** What is sent in place of every group of the plan; empty while one of them is left. */
export const otherGroups = (sent: Grouped, { SecurityGroupIds: planned = [] }: Grouped): string[] =>
  (sent.SecurityGroupIds ?? []).filter((id) => !planned.includes(id));

/** A role that may launch with the configured groups alone is denied those of the failed instance. */
export function refusedWith(groups: string[], { SecurityGroupIds: planned = [] }: Grouped, cause: unknown): unknown {
  if (!(cause instanceof RefusedError)) return cause;
  const tried = `${goneOf(planned)}, and EC2 refuses those of the failed instance, ${groups.join(', ')}`;
  return new RefusedError(`${tried}: ${cause.message}; name a group that exists under securityGroups and deploy`, {
    cause,
  });
}

const goneOf = (wanted: string[]): string => `no security group is left: ${wanted.join(', ')} exist no more`;
