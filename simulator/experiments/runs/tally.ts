/** What many runs came to together, as a value that child processes can send. */
import { ruleOf } from './rule.ts';
import type { Run } from './run.ts';
import type { Schedule } from './schedule.ts';

type Failing = { seed: number; violations: string[] };

export type Tally = {
  seeds: number;
  takeovers: number;
  /** By name, how often it was part of a schedule. */
  faults: Record<string, number>;
  /** By the outcome that a scenario would say. */
  outcomes: Record<string, number>;
  failing: Failing[];
};

export const noTally = (): Tally => ({ seeds: 0, takeovers: 0, faults: {}, outcomes: {}, failing: [] });

function addCounts(into: Record<string, number>, counts: Record<string, number>): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count;
}

export function addRun(tally: Tally, { seed, entries }: Schedule, run: Run): void {
  tally.seeds += 1;
  tally.takeovers += run.takeovers;
  for (const { name } of entries) addCounts(tally.faults, { [name]: 1 });
  addCounts(tally.outcomes, { [run.report?.outcome ?? 'broke off']: 1 });
  if (run.violations.length > 0) tally.failing.push({ seed, violations: run.violations });
}

export function addTally(into: Tally, other: Tally): void {
  into.seeds += other.seeds;
  into.takeovers += other.takeovers;
  addCounts(into.faults, other.faults);
  addCounts(into.outcomes, other.outcomes);
  into.failing.push(...other.failing);
}

/** The failing runs that show each broken rule first. */
export function firstOfEach(failing: Failing[]): { rule: string; seed: number }[] {
  const found = new Map<string, number>();
  for (const { seed, violations } of failing.toSorted((one, other) => one.seed - other.seed)) {
    for (const violation of violations) {
      if (!found.has(ruleOf(violation))) found.set(ruleOf(violation), seed);
    }
  }
  return [...found].map(([rule, seed]) => ({ rule, seed }));
}
