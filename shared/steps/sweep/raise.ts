/** Asks the `failover` machine about an appliance that may have failed, even if no event ever reported it. */
import { startFailover } from '../../aws/start-failover.ts';
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { failoverMachineArnOf } from '../../domain/arns.ts';
import type { Suspicion } from '../../domain/decision/suspicion.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { ProbeVerdict } from '../../domain/probing/probing.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { type Look, look } from '../world/look.ts';
import { probeTarget } from '../world/probe-target.ts';

/** With `remind` a hold is sent again, although operators have had it before. */
type Suspect = {
  appliance: Appliance;
  address: Address;
  suspicion: Suspicion;
  probeProven: boolean;
  remind: boolean;
};

/** What was done about it: `started` is the name of a failover, `seen` what our own probe made of it. */
type Raised = { started?: string; seen?: ProbeVerdict; why?: string };

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
      return start(suspect, suspicion.why, deps);
    case 'silence':
      return raiseSilence(suspect, suspicion, deps);
    case 'darkness':
      return raiseDarkness(suspect, suspicion.why, deps);
  }
}

async function raiseSilence(
  suspect: Suspect,
  { why, from, mute }: { why: string; from: string; mute?: true },
  deps: Deps,
): Promise<Raised> {
  const { appliance, address } = suspect;
  const waitSeconds = secondsBetween({ from: deps.clock.now().toISOString(), to: from });
  if (waitSeconds > WAIT_SECONDS_MAX) {
    return mute ? raiseDarkness(suspect, why, deps) : { why: `${why}; excused until ${from}` };
  }
  if (waitSeconds > 0) await deps.clock.sleep(waitSeconds * 1000);
  const looked = await look(probeTarget(appliance, address), deps);
  // The prober may have stopped since its alarm went off, and then the failover machine does not take the alarm's word.
  const since = mute && (await silentSince(suspect, looked.verdict, deps));
  if (looked.verdict !== 'failing') return { ...seenIn(looked), why };
  return { ...(await start(suspect, since ? `${why}; silent since ${since}` : why, deps)), ...seenIn(looked) };
}

/** No other witness has data: the first failed probe is recorded, the second acted on. */
async function raiseDarkness(suspect: Suspect, why: string, deps: Deps): Promise<Raised> {
  const { appliance, address } = suspect;
  const looked = await look(probeTarget(appliance, address), deps);
  const since = await silentSince(suspect, looked.verdict, deps);
  if (since === undefined) return { ...seenIn(looked), why };
  return { ...(await start(suspect, `${why}; silent since ${since}`, deps)), ...seenIn(looked) };
}

/** The `failover` that is started looks again, and its evidence names the reference. */
const seenIn = ({ verdict }: Look): Pick<Raised, 'seen'> => ({ seen: verdict });

/** Since when, once two sweeps have seen it; the first one writes it down. */
async function silentSince(
  { appliance, address, probeProven }: Suspect,
  seen: ProbeVerdict,
  deps: Deps,
): Promise<string | undefined> {
  if (seen === 'answering') await forgetSilence(address, deps);
  if (seen !== 'failing' || !probeProven) return undefined;
  const now = deps.clock.now().toISOString();
  const since = address.tags[TAG.silentSince];
  const age = since === undefined ? Number.NaN : secondsBetween({ from: since, to: now });
  const oldest = SECOND_LOOK_SECONDS.maxBeyondGrace + appliance.rebootGraceSeconds;
  if (age >= SECOND_LOOK_SECONDS.min && age <= oldest) return since;
  if (!(age < SECOND_LOOK_SECONDS.min)) await writeTags(deps.clients, address.allocationId, { [TAG.silentSince]: now });
  return undefined;
}

async function forgetSilence({ allocationId, tags }: Address, { clients }: Deps): Promise<void> {
  const since = tags[TAG.silentSince];
  if (since !== undefined) await removeTags(clients, allocationId, { [TAG.silentSince]: since });
}

/** One for each minute, so that a sweep that is repeated asks once. */
export async function start(
  { appliance, remind }: Pick<Suspect, 'appliance' | 'remind'>,
  reason: string,
  deps: Deps,
): Promise<Raised> {
  const minute = deps.clock.now().toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const name = `sweep-${appliance.name}-${minute}`;
  const input = { appliance: appliance.name, requestedBy: 'sweep', reason, ...(remind && { remind }) };
  await startFailover(deps.clients, { failoverMachineArn: failoverMachineArnOf(deps.deployment), name, input });
  return { started: name, why: reason };
}
