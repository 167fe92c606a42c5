/** Asked before anything is written down about who is active: a takeover may have begun, and moved, meanwhile. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import type { Address } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';

/** Who holds the address, when nothing stands against adopting anybody at the moment. */
export async function whoMayBeAdopted({ name }: Appliance, address: Address, deps: Deps): Promise<string> {
  const { publicIp, instanceId } = address;
  const owner = ownerOf(deps);
  const other = foreignOwner(address, owner);
  if (other !== undefined) throw new RefusedError(`the address ${publicIp} belongs to ${other}, and this is ${owner}`);
  if (!instanceId) throw new RefusedError(`the address ${publicIp} is attached to no instance`);
  if (await takeoverRuns(name, address, deps)) throw new TransientError('a takeover is running');
  return instanceId;
}

/** Asked again right before the first write, because reading takes a while. */
export async function stillThere(appliance: Appliance, before: Address, deps: Deps): Promise<void> {
  const now = await readAddress(deps.clients, appliance.floatingIp);
  if (now.instanceId !== before.instanceId) {
    throw new TransientError(`the address moved to ${now.instanceId ?? 'nothing'} meanwhile`);
  }
  await whoMayBeAdopted(appliance, now, deps);
}
