/** What keeps a relative of the appliance from being stopped or ended, asked afresh right before it would be. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';

type Doomed = { instanceId: string; role: 'retired' | 'proof'; fate: 'stopped' | 'terminated' };

/** @throws RefusedError when it is the active instance after all, or while a takeover is at work. */
export async function refuseInUse(appliance: Appliance, { instanceId, role, fate }: Doomed, deps: Deps): Promise<void> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  if ([address.instanceId, address.tags[TAG.activeInstance]].includes(instanceId)) {
    throw new RefusedError(`${instanceId} is tagged ${role}, but it is the active instance; it is not ${fate}`);
  }
  if (await takeoverRuns(appliance.name, address, deps)) {
    throw new RefusedError(`${instanceId} is not ${fate} while a takeover is running`);
  }
}
