/** Reads the standby that the address names, and whether a rotation of ours has kept it. */
import { readInstance, readStatus } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { isImpaired } from '../../domain/decision/evidence.ts';
import { TransientError } from '../../domain/errors.ts';
import type { StandbyFacts } from '../../domain/readiness/facts.ts';
import type { Found } from '../../domain/readiness/verdict.ts';
import { type Address, hasEnded, TAG } from '../../domain/snapshot.ts';
import { finding, unread } from '../dry-runs/finding.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import { runsAs } from '../standby/runs-as.ts';

/** The answer is undefined where none is configured, named, or left. */
export const gatherStandby = (
  appliance: Appliance,
  address: Found<Address>,
  deps: Deps,
): Promise<Found<StandbyFacts | undefined>> =>
  address.found === 'read' ? finding(readNamed(appliance, address.answer, deps)) : Promise.resolve(unread(address.why));

async function readNamed(configured: Appliance, { tags }: Address, deps: Deps): Promise<StandbyFacts | undefined> {
  const { name: appliance, standby } = configured;
  const id = tags[TAG.standby];
  if (standby.tier === 'cold' || id === undefined) return undefined;
  const [reading, status] = await Promise.all([readInstance(deps.clients, id), readStatus(deps.clients, id)]);
  if (reading.reading === 'unreadable') throw new TransientError(`${id} is unreadable (${reading.why})`);
  if (reading.reading === 'absent' || hasEnded(reading.instance)) return undefined;
  const { state, zone, imageId, tags: own } = reading.instance;
  const claim = { appliance, by: own[TAG.by] };
  const ours = own[TAG.role] === 'standby' && (await isStandbyOfOurs(reading.instance, claim, deps));
  return {
    ...{ instanceId: id, state, zone, imageId, ours },
    impaired: status !== 'throttled' && isImpaired(status.status),
    runsAs: ours ? await runsAs(reading.instance, configured, deps) : undefined,
  };
}
