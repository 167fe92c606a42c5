/** A person hands an address from another stack to this one: the only way in which an owner's tag is ever overwritten. */

import { readAddress } from '../../aws/read-address.ts';
import { writeTags } from '../../aws/tags.ts';
import { findMachineArn, listRunning } from '../../aws/watch-execution.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';
import { readBack } from './own-address.ts';

export type Ownership = {
  appliance: string;
  publicIp: string;
  owner: string;
  /** The former owner, or undefined when it had none. */
  before: string | undefined;
  outcome: 'taken' | 'already-ours' | 'nobodys' | 'not-taken';
};

/** Without `explicitly` it only says whose the address is. */
export async function takeOwnership(
  { appliance, explicitly }: { appliance: Appliance; explicitly: boolean },
  deps: Deps,
): Promise<Ownership> {
  const owner = ownerOf(deps);
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const { publicIp, allocationId, tags } = address;
  const other = foreignOwner(address, owner);
  const answer = { appliance: appliance.name, publicIp, owner, before: tags[TAG.owner] };
  if (other === undefined) return { ...answer, outcome: tags[TAG.owner] === owner ? 'already-ours' : 'nobodys' };
  if (!explicitly) return { ...answer, outcome: 'not-taken' };
  await refuseWhileItMoves({ appliance, other, publicIp }, deps);
  await writeTags(deps.clients, allocationId, { [TAG.owner]: owner });
  await readBack({ appliance, what: 'the owner', stands: (seen) => seen.tags[TAG.owner] === owner }, deps);
  return { ...answer, outcome: 'taken' };
}

/** A change of owner would stop a takeover of the other stack partially applied, with the traffic in two places. */
async function refuseWhileItMoves(
  { appliance, other, publicIp }: { appliance: Appliance; other: string; publicIp: string },
  { clients }: Deps,
): Promise<void> {
  const machineArn = await findMachineArn(clients, `${other}-takeover`);
  const [running] = machineArn === undefined ? [] : await listRunning(clients, machineArn);
  if (running === undefined) return;
  throw new RefusedError(
    `the address ${publicIp} of ${appliance.name} is not taken over now: ${other} is at work (${running}); wait until that has ended`,
  );
}
