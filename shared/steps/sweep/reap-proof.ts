/** Ends a proof that its rotation has left behind: it costs, and takes the room that a takeover may need. */
import { terminate } from '../../aws/launch.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { TAG } from '../../domain/snapshot.ts';
import { isProofOfOurs } from '../provenance/proof-launch.ts';
import { ownerOf } from '../world/owner.ts';
import { refuseInUse } from './refuse-in-use.ts';

/** A proof is given half an hour, and its end some retries; an older one belongs to no rotation any more. */
const PROOF_SECONDS_MAX = 7_200;

type Reaped = 'terminates' | 'later' | 'no-provenance';

/**
 * `later`: it was just created, or cannot be read now. `no-provenance`: no rotation of ours launched it, regardless of
 * its tags.
 *
 * @throws RefusedError when it may not be ended: it holds the address, is not tagged as ours, or a takeover is at work.
 */
export async function reapProof(appliance: Appliance, instanceId: string, deps: Deps): Promise<Reaped> {
  const reading = await readInstance(deps.clients, instanceId);
  if (reading.reading !== 'described') return 'later';
  const { launchedAt, tags } = reading.instance;
  const now = deps.clock.now().toISOString();
  if (!launchedAt || secondsBetween({ from: launchedAt, to: now }) < PROOF_SECONDS_MAX) return 'later';
  if (!(await isProofOfOurs(reading.instance, appliance.name, deps))) return 'no-provenance';
  const wanted = { [TAG.role]: 'proof', [TAG.appliance]: appliance.name, [TAG.owner]: ownerOf(deps) };
  const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  if (missing.length > 0) {
    throw new RefusedError(`${instanceId} lacks ${missing.map(([key, value]) => `${key}=${value}`).join(', ')}`);
  }
  await refuseInUse(appliance, { instanceId, role: 'proof', fate: 'terminated' }, deps);
  await terminate(deps.clients, instanceId);
  return 'terminates';
}
