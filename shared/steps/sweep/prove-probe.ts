/** Lets a probe vote once it has succeeded for a while, and takes its vote away when what it asks has changed. */
import type { SeenAlarms } from '../../aws/alarms.ts';
import { readProbePoints } from '../../aws/probe-metric.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { plusSeconds, secondsBetween } from '../../domain/instants.ts';
import {
  PROBATION_SECONDS,
  type Probation,
  probeFingerprint,
  provesItself,
  readProbation,
  writeProbation,
} from '../../domain/probation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';

export const probationOf = (appliance: Appliance, { tags }: Address, now: string): Probation =>
  readProbation(tags[TAG.probe], probeFingerprint(appliance), now);

export async function proveProbe(
  appliance: Appliance,
  { address, seen }: { address: Address; seen: SeenAlarms | undefined },
  deps: Deps,
): Promise<string[]> {
  const now = deps.clock.now().toISOString();
  const probation = probationOf(appliance, address, now);
  if (probation.stands === 'proven') return [];
  if (probation.stands === 'none') return write(appliance, address, { stands: 'since', since: now }, deps);
  if (secondsBetween({ from: probation.since, to: now }) < PROBATION_SECONDS) return [];
  // The alarm's state costs nothing to read and its data points do: a probe that fails is asked for no further.
  if (seen?.probe?.state !== 'ok') return [];
  const { clients } = deps;
  const from = plusSeconds(now, -PROBATION_SECONDS);
  const points = await readProbePoints(clients, { appliance: appliance.name, from, to: now });
  if (!provesItself(points, { intervalSeconds: appliance.probe.intervalSeconds, now })) return [];
  return write(appliance, address, { stands: 'proven', since: now }, deps);
}

async function write(
  appliance: Appliance,
  { allocationId }: Address,
  probation: Exclude<Probation, { stands: 'none' }>,
  { clients }: Deps,
): Promise<string[]> {
  const value = writeProbation(probeFingerprint(appliance), probation);
  await writeTags(clients, allocationId, { [TAG.probe]: value });
  return [probation.stands === 'proven' ? 'the probe has proven itself' : 'the probe is on probation'];
}
