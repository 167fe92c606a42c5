/** Stops a retired instance that runs again: it came back with the power of its zone, or was started by hand. */
import { stopInstance } from '../../aws/apply-change.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { refuseInUse } from './refuse-in-use.ts';

/**
 * Asked for and not waited for: the next sweep sees whether it helped. Only what a takeover of ours provably took the
 * traffic from; the caller has proven that (`retirementOf`).
 *
 * @throws RefusedError when it is no retired instance any more: it holds the address, or a takeover is at work.
 */
export async function fence(appliance: Appliance, instanceId: string, deps: Deps): Promise<void> {
  await refuseInUse(appliance, { instanceId, role: 'retired', fate: 'stopped' }, deps);
  await stopInstance(deps.clients.ec2, instanceId, 'forced');
}
