/** Asks the front door about an appliance that may have failed, whether or not any event ever told of it. */
import { startFailover } from '../../aws/start-failover.ts';
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { failoverMachineArnOf } from '../../domain/arns.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { ProbeVerdict } from '../../domain/probing.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { Suspicion } from '../../domain/suspicion.ts';
import { probeTarget } from '../failover/freeze-plan.ts';
import { look } from '../look.ts';

export type Suspect = { appliance: Appliance; address: Address; suspicion: Suspicion; probeProven: boolean };

/** What was done about it: `started` is the name of a failover, `seen` what our own eyes made of it. */
export type Raised = { started?: string; seen?: ProbeVerdict; why?: string };

/** A sweep waits for the end of a grace that ends before the next sweep would come. */
const WAIT_SECONDS_MAX = 40;

/** Two sweeps running: the one before this was about a minute ago. Older silence is another story. */
const SECOND_LOOK_SECONDS = { min: 45, maxBeyondGrace: 180 };

export async function raise(suspect: Suspect, deps: Deps): Promise<Raised> {
  const { suspicion } = suspect;
  switch (suspicion.suspects) {
    case 'nothing':
      await forgetSilence(suspect.address, deps);
      return {};
    case 'loss':
      return start(suspect.appliance, suspicion.why, deps);
    case 'silence':
      return raiseSilence(suspect, suspicion, deps);
    case 'darkness':
      return raiseDarkness(suspect, suspicion.why, deps);
  }
}

async function raiseSilence(
  { appliance, address }: Suspect,
  { why, from }: { why: string; from: string },
  deps: Deps,
): Promise<Raised> {
  const waitSeconds = secondsBetween({ from: deps.clock.now().toISOString(), to: from });
  if (waitSeconds > WAIT_SECONDS_MAX) return { why: `${why}; excused until ${from}` };
  if (waitSeconds > 0) await deps.clock.sleep(waitSeconds * 1000);
  const seen = await look(probeTarget(appliance, address), deps);
  if (seen !== 'failing') return { seen, why };
  return { ...(await start(appliance, why, deps)), seen };
}

/** Nobody else says anything, so silence is written down the first time and believed the second. */
async function raiseDarkness({ appliance, address, probeProven }: Suspect, why: string, deps: Deps): Promise<Raised> {
  const seen = await look(probeTarget(appliance, address), deps);
  if (seen === 'answering') await forgetSilence(address, deps);
  if (seen !== 'failing' || !probeProven) return { seen, why };
  const now = deps.clock.now().toISOString();
  const since = address.tags[TAG.silentSince];
  const age = since === undefined ? Number.NaN : secondsBetween({ from: since, to: now });
  if (age >= SECOND_LOOK_SECONDS.min && age <= SECOND_LOOK_SECONDS.maxBeyondGrace + appliance.rebootGraceSeconds) {
    return { ...(await start(appliance, `${why}; silent since ${since}`, deps)), seen };
  }
  if (!(age < SECOND_LOOK_SECONDS.min)) await writeTags(deps.clients, address.allocationId, { [TAG.silentSince]: now });
  return { seen, why };
}

async function forgetSilence({ allocationId, tags }: Address, { clients }: Deps): Promise<void> {
  const since = tags[TAG.silentSince];
  if (since !== undefined) await removeTags(clients, allocationId, { [TAG.silentSince]: since });
}

/** One for each minute, so that a sweep that is repeated asks once. */
export async function start(appliance: Appliance, reason: string, deps: Deps): Promise<Raised> {
  const minute = deps.clock.now().toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const name = `sweep-${appliance.name}-${minute}`;
  const input = { appliance: appliance.name, requestedBy: 'sweep', reason };
  await startFailover(deps.clients, { failoverMachineArn: failoverMachineArnOf(deps.deployment), name, input });
  return { started: name, why: reason };
}
