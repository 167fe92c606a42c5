/** Whether a rotation of ours launched a proof: by the client token that only this execution uses, since it began. */
import { readKnownExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { type Lifetime, proofTokenOf, wasLaunchedBy } from '../../domain/takeover/client-token.ts';

type Asked = { appliance: string; executionArn: string; lifetime: Lifetime };

export function launchedAsProof(
  instance: Instance,
  { appliance, executionArn: askedBy, lifetime }: Asked,
  { deployment: { stage } }: Pick<Deps, 'deployment'>,
): boolean {
  return wasLaunchedBy(instance, (place) => proofTokenOf({ stage, appliance, askedBy }, place), lifetime);
}

/**
 * By the rotation that the tag `failover:by` names.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function isProofOfOurs(instance: Instance, appliance: string, deps: Deps): Promise<boolean> {
  const executionArn = instance.tags[TAG.by] ?? '';
  const ours = executionArnOf({ machineArn: rotationMachineArnOf(deps.deployment), name: '' });
  if (!executionArn.startsWith(ours)) return false;
  const rotation = await readKnownExecution(deps.clients, executionArn);
  return rotation !== undefined && launchedAsProof(instance, { appliance, executionArn, lifetime: rotation }, deps);
}
