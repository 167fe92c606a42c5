/** What EC2's status checks say of an instance, in one word. */
import type { InstanceStatus, InstanceStatusSummary } from '@aws-sdk/client-ec2';
import type { Ec2Status, StatusReading } from '../domain/decision/evidence.ts';

/** The worst of system, instance and attached EBS status; `unknown` when EC2 says nothing. */
export function statusOf(found: InstanceStatus | undefined): StatusReading {
  const { SystemStatus, InstanceStatus: OfInstance, AttachedEbsStatus } = found ?? {};
  const status = worstOf(SystemStatus?.Status, OfInstance?.Status, AttachedEbsStatus?.Status);
  const since = [SystemStatus, OfInstance, AttachedEbsStatus].flatMap(impairedSince).sort()[0];
  return { status, ...(since && { impairedSince: since }) };
}

function worstOf(system: string | undefined, instance: string | undefined, ebs: string | undefined): Ec2Status {
  if (system === 'impaired' || ebs === 'impaired') return 'impaired';
  if (instance === 'impaired') return 'instance-impaired';
  if ([system, instance, ebs].includes('initializing')) return 'initializing';
  // Attached EBS status is not reported for every instance type; the other two always are.
  return system === 'ok' && instance === 'ok' ? 'ok' : 'unknown';
}

const impairedSince = (summary: Pick<InstanceStatusSummary, 'Details'> | undefined): string[] =>
  (summary?.Details ?? []).flatMap(({ ImpairedSince }) => ImpairedSince?.toISOString() ?? []);
