/** Stops a retired instance that came back to life: with the power of its zone, or by somebody's hand. */
import { stopInstance } from '../../aws/apply-change.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import { takeoverRuns } from './takeover-runs.ts';

/**
 * Asked for and not waited for: the next sweep sees whether it helped.
 *
 * @throws RefusedError when it is no retired instance any more: it holds the address, or a takeover is at work.
 */
export async function fence(appliance: Appliance, instanceId: string, deps: Deps): Promise<void> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const active = address.tags[TAG.activeInstance];
  if (address.instanceId === instanceId || active === instanceId) {
    throw new RefusedError(`${instanceId} is tagged retired, but it is the active instance; it is not stopped`);
  }
  if (await takeoverRuns(appliance.name, address, deps)) {
    throw new RefusedError(`${instanceId} is not stopped while a takeover is running`);
  }
  await stopInstance(deps.clients.ec2, instanceId, 'forced');
}
