/** Asked before every change of a rotation: nothing is made, marked or pruned beside a takeover, or for another owner. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { GaveWayError, RefusedError } from '../../domain/errors.ts';
import { heldByOtherWords, takeoverRunsWords } from '../../domain/images/rotation.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import type { Address } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';
import { takeoverNear } from './takeover-near.ts';

/**
 * The address as it is now.
 *
 * @throws GaveWayError when a takeover is running.
 * @throws RefusedError when the address belongs to another owner.
 * @throws TransientError when neither can be read.
 */
export async function mayChange(appliance: Appliance, deps: Deps): Promise<Address> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const owner = ownerOf(deps);
  const other = foreignOwner(address, owner);
  if (other !== undefined)
    throw new RefusedError(`the address ${address.publicIp} belongs to ${other}, not to ${owner}`, {
      reason: 'foreign-owner',
    });
  const { running } = await takeoverNear(appliance.name, address, deps);
  if (running) throw new GaveWayError(takeoverRunsWords(appliance.name));
  return address;
}

/** @throws RefusedError also when another instance than this holds the address by now. */
export async function mayChangeFor(active: string, appliance: Appliance, deps: Deps): Promise<Address> {
  const address = await mayChange(appliance, deps);
  if (address.instanceId !== active) {
    throw new RefusedError(heldByOtherWords(address.instanceId, active), { reason: 'other-holder' });
  }
  return address;
}
