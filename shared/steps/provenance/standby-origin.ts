/** Whether a rotation of ours kept an instance as the standby. The tag `failover:by` says which one is asked. */
import { readKnownExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import type { KnownExecution } from '../../domain/decision/provenance.ts';
import { keptIn } from '../../domain/images/standby-record.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { launchedAsProof } from './proof-launch.ts';

type Claim = { appliance: string; by: string | undefined };

/**
 * By the client token that only this rotation uses, since it began; or by what it recorded at its end, which also holds
 * for one that was stopped and started since. Not where a person has changed its type.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function isStandbyOfOurs(instance: Instance, { appliance, by = '' }: Claim, deps: Deps): Promise<boolean> {
  const rotation = await readRotation(by, deps);
  if (rotation === undefined) return false;
  const launched = launchedAsProof(instance, { appliance, executionArn: by, lifetime: rotation }, deps);
  if (launched) return true;
  const kept = keptIn(rotation, appliance);
  return kept?.instanceId === instance.id && (kept.instanceType ?? instance.type) === instance.type;
}

async function readRotation(by: string, { clients, deployment }: Deps): Promise<KnownExecution | undefined> {
  if (!by.startsWith(executionArnOf({ machineArn: rotationMachineArnOf(deployment), name: '' }))) return undefined;
  return readKnownExecution(clients, by);
}

/**
 * Whether it still runs as its rotation launched it, and that rotation has recorded it: what was stopped and started since
 * has another LaunchTime, and then only the record proves it.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function isUnsettled(instance: Instance, { appliance, by = '' }: Claim, deps: Deps): Promise<boolean> {
  const rotation = await readRotation(by, deps);
  if (rotation === undefined || keptIn(rotation, appliance)?.instanceId !== instance.id) return false;
  return launchedAsProof(instance, { appliance, executionArn: by, lifetime: rotation }, deps);
}
