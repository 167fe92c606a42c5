/** Counts in how many sweeps in a row a duty has failed, so that one that keeps failing is notified and a hiccup is not. */
import type { Condition } from './news.ts';

/** What one sweep has made of one duty; `why` is absent when it succeeded. */
export type DutyOutcome = { duty: string; why?: string | undefined };

/** By the name of the duty. */
export type FailingDuties = Map<string, { times: number; since: string }>;

const IN_A_ROW = 5;

/** A duty that was not due in this sweep is not among the outcomes, and its count stays. */
export function countFailures(failing: FailingDuties, outcomes: DutyOutcome[], now: string): Condition[] {
  return outcomes.flatMap(({ duty, why }): Condition[] => {
    if (why === undefined) {
      failing.delete(duty);
      return [];
    }
    const before = failing.get(duty) ?? { times: 0, since: now };
    const { times, since } = { ...before, times: before.times + 1 };
    failing.set(duty, { times, since });
    if (times < IN_A_ROW) return [];
    return [
      { kind: 'duty-failing', about: duty, detail: `${duty}: ${why}; in ${times} sweeps in a row since ${since}` },
    ];
  });
}
