/** Gives a probe its vote once it has answered for a while, and takes the vote away when what it asks has changed. */
import { recordProbation, type SeenAlarms } from '../../aws/alarms.ts';
import { readProbePoints } from '../../aws/probe-metric.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { plusSeconds, secondsBetween } from '../../domain/instants.ts';
import {
  isForeignProbation,
  PROBATION_SECONDS,
  type Probation,
  probationOf,
  probationWord,
  probeFingerprint,
  provesItself,
  writeProbation,
} from '../../domain/probing/probation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { readAlarmsOf } from '../line/watched.ts';

type Proving = { address: Address; seen: SeenAlarms };

/** `word`: what the alarm is to say from now on. */
type Proven = { word: string; changes: string[] };

/** The alarm is written before the tag, which is a copy. An alarm that has to be put anew gets the word from its caller. */
export async function proveProbe(appliance: Appliance, { address, seen }: Proving, deps: Deps): Promise<Proven> {
  const sources = { appliance, address, alarms: seen };
  const now = deps.clock.now().toISOString();
  const next = await nextProbation(appliance, { probation: probationOf(sources, now), seen, now }, deps);
  const word = next ? writeProbation(probeFingerprint(appliance), next) : (probationWord(sources) ?? '');
  if (seen.probe?.asWanted && seen.probe.probation !== word) await record(appliance, word, deps);
  if (address.tags[TAG.probe] !== word) await writeTags(deps.clients, address.allocationId, { [TAG.probe]: word });
  if (!next) return { word, changes: [] };
  return { word, changes: [next.stands === 'proven' ? 'the probe has proven itself' : 'the probe is on probation'] };
}

type Standing = { probation: Probation; seen: SeenAlarms; now: string };

/** Undefined while nothing changes. */
async function nextProbation(
  appliance: Appliance,
  { probation, seen, now }: Standing,
  { clients }: Deps,
): Promise<Exclude<Probation, { stands: 'none' }> | undefined> {
  if (probation.stands === 'proven') return undefined;
  if (probation.stands === 'none') return { stands: 'since', since: now };
  if (secondsBetween({ from: probation.since, to: now }) < PROBATION_SECONDS) return undefined;
  // The alarm's state costs nothing to read and its data points do: a probe that fails is asked for no further.
  if (seen.probe?.state !== 'ok') return undefined;
  const from = plusSeconds(now, -PROBATION_SECONDS);
  const points = await readProbePoints(clients, { appliance: appliance.name, from, to: now });
  const proven = provesItself(points, { intervalSeconds: appliance.probe.intervalSeconds, now });
  return proven ? { stands: 'proven', since: now } : undefined;
}

const record = ({ name, probe }: Appliance, probation: string, { clients, deployment }: Deps): Promise<void> =>
  recordProbation(clients, { stage: deployment.stage, appliance: name, probe, probation });

/** Begins anew for an instance that was given the address by hand: it may not answer yet. Returns the word. */
export async function beginProbation(appliance: Appliance, deps: Deps): Promise<string> {
  const since = deps.clock.now().toISOString();
  const word = writeProbation(probeFingerprint(appliance), { stands: 'since', since });
  await record(appliance, word, deps);
  return word;
}

/**
 * Whether another principal wrote the tag, and what the alarm says. The alarm is read again before that is said: a sweep of
 * another environment may have written both since this one read the first.
 */
export async function foreignProbation(
  appliance: Appliance,
  { address, seen }: { address: Address; seen: SeenAlarms | undefined },
  deps: Deps,
): Promise<{ word: string | undefined } | undefined> {
  if (seen === undefined) return undefined;
  const tag = address.tags[TAG.probe];
  const now = deps.clock.now().toISOString();
  if (!isForeignProbation(tag, { word: seen.probe?.probation, now })) return undefined;
  const word = (await readAlarmsOf(appliance, deps)).probe?.probation;
  return isForeignProbation(tag, { word, now }) ? { word } : undefined;
}
