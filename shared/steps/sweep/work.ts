/** What one sweep knows about one appliance while it does its duties, and what came of them. */
import type { SeenAlarms } from '../../aws/alarms.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import type { DutyOutcome } from '../../domain/messages/failing-duties.ts';
import type { SentList } from '../../domain/messages/sent-list.ts';
import type { Address } from '../../domain/snapshot.ts';
import type { LastTakeover } from './last-takeover.ts';
import type { Everything } from './read-all.ts';
import type { ApplianceMemory } from './sweep-memory.ts';

export type SweptAppliance = {
  appliance: string;
  active?: string;
  changes: string[];
  /** Why its instance is not adopted, or nothing is done for it at all. */
  refused?: string;
  /** The name of the failover that was started. */
  started?: string;
  /** What made the sweep look closer. */
  why?: string;
  /** Duties that could not be done this time. */
  problems: string[];
};

/**
 * `thorough`: it is this appliance's turn to be compared with everything around it. `forAll`: what failed for all
 * appliances at once is reported with this one.
 */
export type Round = { everything: Everything; thorough: boolean; forAll?: boolean };

export type Work = {
  appliance: Appliance;
  address: Address;
  round: Round;
  last: LastTakeover;
  swept: SweptAppliance;
  outcomes: DutyOutcome[];
  memory: ApplianceMemory;
  sent: SentList;
  now: string;
};

/** What fails is a problem of this sweep, keeps no other duty from being done, and is counted by its name. */
export async function attempting<Result>(
  { duty, swept, outcomes }: Pick<Work, 'swept' | 'outcomes'> & { duty: string },
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    const result = await work();
    outcomes.push({ duty });
    return result;
  } catch (cause) {
    swept.problems.push(messageOf(cause));
    outcomes.push({ duty, why: messageOf(cause) });
    return undefined;
  }
}

/** Undefined where they could not be read: an appliance that has none gets an empty answer. */
export const alarmsOf = ({ everything }: Round, { name }: Appliance): SeenAlarms | undefined =>
  everything.alarms && (everything.alarms.get(name) ?? {});
