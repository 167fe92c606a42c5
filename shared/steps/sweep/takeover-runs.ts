/** Whether a takeover of this appliance is under way, asked right before something that it must not meet. */
import { seeExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { readGenerationTag } from '../../domain/generation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';

export async function takeoverRuns(
  appliance: string,
  address: Address,
  { clients, deployment }: Deps,
): Promise<boolean> {
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const generation = recorded.kind === 'recorded' ? recorded.generation : 0;
  const { takeoverMachineArn } = deployment;
  const executions = await Promise.all(
    [generation, generation + 1]
      .filter((candidate) => candidate > 0)
      .map((candidate) => seeExecution(clients, { takeoverMachineArn, appliance, generation: candidate })),
  );
  return executions.some(({ status }) => status === 'RUNNING' || status === 'PENDING_REDRIVE');
}
