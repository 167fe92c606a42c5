/** The gate before every change: only the newest generation, and only on an address that is ours. */
import { seeExecution } from '../../aws/executions.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { readGenerationTag, staleness } from '../../domain/generation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { TakeoverInput } from './input.ts';

/**
 * The address as it is now.
 *
 * @throws RefusedError when a newer generation exists, this one was redriven, or the address belongs to another owner.
 */
export async function passGate({ plan, redriveCount }: TakeoverInput, deps: Deps): Promise<Address> {
  const { appliance, generation, owner } = plan;
  const { takeoverMachineArn } = deps.deployment;
  const [address, successor] = await Promise.all([
    readAddress(deps.clients, plan.address.allocationId),
    seeExecution(deps.clients, { takeoverMachineArn, appliance, generation: generation + 1 }),
  ]);
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const stale = staleness({ generation, redriveCount, recorded, successor });
  if (stale) throw new RefusedError(`superseded: ${stale}`);
  const recordedOwner = address.tags[TAG.owner];
  if (recordedOwner !== undefined && recordedOwner !== owner) {
    throw new RefusedError(`the address ${plan.address.publicIp} belongs to ${recordedOwner}, not to ${owner}`);
  }
  return address;
}
