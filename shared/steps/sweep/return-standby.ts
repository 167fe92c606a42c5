/** A standby that a takeover took and left behind, because it died or could not close it: it is the standby again. */
import { pastTakeoverOf } from '../../aws/executions.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { TAG } from '../../domain/snapshot.ts';
import { SETTLE_SECONDS } from '../../machines/time-outs.ts';
import { generationClaimed } from '../provenance/launcher.ts';
import { seeTakeover } from '../provenance/takeover-origin.ts';
import { giveBack } from '../standby/give-back.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';
import type { Work } from './work.ts';

type Returning = Pick<Work, 'appliance' | 'address' | 'round' | 'last' | 'now'>;

/** What was changed, in words. Only while the appliance serves: a takeover that is about to begin uses it as it is. */
export async function returnStandbys(returning: Returning, deps: Deps): Promise<string[]> {
  const { appliance, address, last } = returning;
  if (last.stands !== 'over') return [];
  const generations = await claimedGenerations(returning, deps);
  const changes: string[] = [];
  for (const generation of new Set([...(last.generation ? [last.generation] : []), ...generations])) {
    const taken = await takenBy({ appliance: appliance.name, generation, now: returning.now }, deps);
    const id = taken?.plan.standby?.instanceId;
    if (!taken || [address.instanceId, address.tags[TAG.activeInstance]].includes(id)) continue;
    if (await takeoverRuns(appliance.name, address, deps)) return changes;
    if ((await giveBack(taken, deps)) === 'given-back') changes.push(`makes ${id} the standby again`);
  }
  return changes;
}

async function claimedGenerations({ appliance, address, round }: Returning, deps: Deps): Promise<number[]> {
  const left = (round.everything.ours ?? []).filter(
    (one) => one.appliance === appliance.name && one.role === 'replacement' && one.instanceId !== address.instanceId,
  );
  const readings = await Promise.all(left.map(({ instanceId }) => readInstance(deps.clients, instanceId)));
  return readings.flatMap((reading) =>
    reading.reading === 'described' ? (generationClaimed(reading.instance, appliance.name) ?? []) : [],
  );
}

type Asked = { appliance: string; generation: number; now: string };

/** Only of a takeover that is ours, and that ended so long ago that no late request of it is expected. */
async function takenBy({ appliance, generation, now }: Asked, deps: Deps) {
  const seen = await seeTakeover({ appliance, generation }, deps);
  if (seen?.origin.origin !== 'verified') return undefined;
  const { stoppedAt, arn } = seen.takeover;
  if (!stoppedAt || secondsBetween({ from: stoppedAt, to: now }) < SETTLE_SECONDS) return undefined;
  const { plan } = pastTakeoverOf(seen.takeover, generation);
  return plan && { plan, by: arn };
}
