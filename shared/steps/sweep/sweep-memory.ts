/**
 * What a warm execution environment remembers from one sweep to the next, because tags could be written by others.
 * Without it (a cold start) operators are notified once more, and failures are counted anew.
 */
import type { Deps } from '../../deps.ts';
import type { FailingDuties } from '../../domain/messages/failing-duties.ts';
import { isDue, type Sent, type Silence } from '../../domain/messages/insistence.ts';
import { type AppliancesNews, type Condition, keyOf } from '../../domain/messages/news.ts';
import type { OurKeys } from '../../domain/messages/sent-list.ts';

export type ApplianceMemory = {
  /** By key of a condition. */
  sent: Map<string, Sent>;
  ours: OurKeys;
  duties: FailingDuties;
  sweptAt?: string | undefined;
  silence?: Silence | undefined;
  /** Who has held the address since when, as these sweeps have seen it. */
  holder?: { instanceId: string; since: string } | undefined;
  /** What was found of the number in the tag of the address: a takeover of ours, or none since then. */
  generation?: { fits: number } | { fits?: undefined; absent: { generation: number; since: string } } | undefined;
  /** Ids that were found to be the appliance's. */
  inLine: Set<string>;
};

/** An environment has one set of clients for life, and so has a simulated one. */
const memories = new WeakMap<Deps['clients'], Map<string, ApplianceMemory>>();

const newMemory = (): ApplianceMemory => ({
  ...{ sent: new Map(), ours: new Map(), duties: new Map() },
  inLine: new Set(),
});

export function memoryOf(appliance: string, { clients }: Pick<Deps, 'clients'>): ApplianceMemory {
  const appliances = memories.get(clients) ?? new Map<string, ApplianceMemory>();
  memories.set(clients, appliances);
  const memory = appliances.get(appliance) ?? newMemory();
  appliances.set(appliance, memory);
  return memory;
}

/** Marks what is sent even if the list has it. `conditions` are all that this sweep has found. */
export function insisting(conditions: Condition[], { sent }: ApplianceMemory, now: string): Condition[] {
  const found = new Set(conditions.map(keyOf));
  for (const [key, before] of sent) if (!found.has(key)) sent.set(key, { ...before, over: true });
  return conditions.map((condition) =>
    isDue(condition, sent.get(keyOf(condition)), now) ? { ...condition, insist: true } : condition,
  );
}

/** Called when the news is on its way: a sweep that fails afterwards sends nothing. */
export function rememberSent({ conditions }: AppliancesNews, { sent, ours }: ApplianceMemory, now: string): void {
  for (const condition of conditions) {
    const key = keyOf(condition);
    ours.set(key, now);
    if (condition.insist) sent.set(key, { at: now, over: false });
  }
}
