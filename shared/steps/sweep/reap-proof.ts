/** Ends a proof that its rotation has left behind: it costs, and takes the room that a takeover may need. */
import { terminate } from '../../aws/launch.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../owner.ts';
import { takeoverRuns } from './takeover-runs.ts';

/** A proof is given half an hour, and its end some retries; whatever is older belongs to no rotation any more. */
const PROOF_SECONDS_MAX = 7_200;

/**
 * Whether it was asked to terminate; one that is young, or cannot be read now, is left to a later sweep.
 *
 * @throws RefusedError when it may not be ended: it holds the address, is not tagged as ours, or a takeover is at work.
 */
export async function reapProof(appliance: Appliance, instanceId: string, deps: Deps): Promise<boolean> {
  const reading = await readInstance(deps.clients, instanceId);
  if (reading.reading !== 'described') return false;
  const { launchedAt, tags } = reading.instance;
  const now = deps.clock.now().toISOString();
  if (!launchedAt || secondsBetween({ from: launchedAt, to: now }) < PROOF_SECONDS_MAX) return false;
  const wanted = { [TAG.role]: 'proof', [TAG.appliance]: appliance.name, [TAG.owner]: ownerOf(deps) };
  const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  if (missing.length > 0) {
    throw new RefusedError(`${instanceId} lacks ${missing.map(([key, value]) => `${key}=${value}`).join(', ')}`);
  }
  const address = await readAddress(deps.clients, appliance.floatingIp);
  if (address.instanceId === instanceId || address.tags[TAG.activeInstance] === instanceId) {
    throw new RefusedError(`${instanceId} is tagged proof, but it is the active instance; it is not terminated`);
  }
  if (await takeoverRuns(appliance.name, address, deps)) {
    throw new RefusedError(`${instanceId} is not terminated while a takeover is running`);
  }
  await terminate(deps.clients, instanceId);
  return true;
}
