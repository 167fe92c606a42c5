/** One sweep over one appliance: whose it is, whether a takeover is at work, and then its duties. */
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { DutyOutcome } from '../../domain/messages/failing-duties.ts';
import { isRemembered } from '../../domain/messages/insistence.ts';
import { type AppliancesNews, type Condition, isSent } from '../../domain/messages/news.ts';
import { judgeSent } from '../../domain/messages/sent-list.ts';
import { ownerCondition } from '../../domain/messages/tag-conditions.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';
import { doDuties } from './do-duties.ts';
import { type LastTakeover, lastTakeoverOf } from './last-takeover.ts';
import { insisting, memoryOf } from './sweep-memory.ts';
import { attempting, type Round, type SweptAppliance, type Work } from './work.ts';

export type Swept = { swept: SweptAppliance; news?: AppliancesNews };

export async function sweepOne(appliance: Appliance, round: Round, deps: Deps): Promise<Swept> {
  const { name, floatingIp } = appliance;
  const swept: SweptAppliance = { appliance: name, changes: [], problems: [] };
  const { addresses, takeovers } = round.everything;
  const address = addresses.get(floatingIp);
  if (!address)
    return { swept: { ...swept, refused: `floatingIp: no address ${floatingIp} in this account and Region` } };
  const other = foreignOwner(address, ownerOf(deps));
  if (other !== undefined) return sweepForeign({ address, other, swept }, deps);
  if (!takeovers) return { swept: { ...swept, problems: ['whether a takeover is running is unknown'] } };
  const outcomes: DutyOutcome[] = round.forAll ? [...(round.everything.readings ?? [])] : [];
  const last = await attempting({ duty: 'reading the last takeover', swept, outcomes }, () =>
    lastTakeoverOf(appliance, { address, takeovers, ours: round.everything.ours }, deps),
  );
  const settled: LastTakeover = last ?? { stands: 'over', endedSecondsAgo: 0 };
  // While one runs it is the takeover that says who is active.
  if (settled.stands === 'running') return { swept };
  const now = deps.clock.now().toISOString();
  const memory = memoryOf(name, deps);
  const { sweptAt, ours } = memory;
  const sent = judgeSent(address.tags[TAG.sent], { ours, sweptAt, now });
  memory.sweptAt = now;
  if (address.instanceId !== memory.holder?.instanceId) {
    memory.holder = address.instanceId === undefined ? undefined : { instanceId: address.instanceId, since: now };
  }
  const work: Work = { appliance, address, round, last: settled, swept, outcomes, memory, sent, now };
  const conditions = insisting(await doDuties(work, deps), memory, now);
  return { swept, ...newsOf({ name, address, conditions, sent: sent.keys }) };
}

type News = { name: string; address: Address; conditions: Condition[]; sent: ReadonlySet<string> };

/** All that is so now, as soon as one of it was not sent; of what the memory judges only what is due. */
function newsOf({ name, address, conditions, sent }: News): { news?: AppliancesNews } {
  const due = conditions.filter(({ kind, insist }) => insist || !isRemembered(kind));
  if (due.every((condition) => !condition.insist && isSent(sent, condition))) return {};
  const { allocationId, publicIp } = address;
  return { news: { appliance: name, allocationId, publicIp, conditions: due } };
}

type Foreign = { address: Address; other: string; swept: SweptAppliance };

/** Nothing of it is ours to write, the list of sent notifications included: the memory alone bounds how often it is sent. */
function sweepForeign({ address, other, swept }: Foreign, deps: Deps): Swept {
  const { stage } = deps.deployment;
  const condition = ownerCondition(address, other, { appliance: swept.appliance, stage });
  const now = deps.clock.now().toISOString();
  const conditions = insisting([condition], memoryOf(swept.appliance, deps), now);
  const refused = `the address ${address.publicIp} belongs to ${other}, and this is ${ownerOf(deps)}`;
  const name = swept.appliance;
  return { swept: { ...swept, refused }, ...newsOf({ name, address, conditions, sent: new Set() }) };
}
