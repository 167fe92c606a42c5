/** How long each test file took without a mutant: in the sandbox, where every process of a run finds it. */
import { readFileSync, writeFileSync } from 'node:fs';

const COSTS = '.stryker-costs.json';
const PATIENCE_MS = 5000;

export type Costs = Record<string, number>;

export const keepCosts = (costs: Costs): void => writeFileSync(COSTS, JSON.stringify(costs));
export const readCosts = (): Costs => JSON.parse(readFileSync(COSTS, 'utf8'));

/** A test that takes so much longer than its whole file did will not end. */
export const limitMs = (file: string, costs: Costs): number => PATIENCE_MS + 5 * (costs[file] ?? 0);

/** `shared/domain/decision/decide.ts` is first a matter of `test/shared/domain/decision/decide.test.ts`, then of the tests that answer soonest. */
export function inOrder(files: string[], mutated: string, costs: Costs): string[] {
  const own = `test/${mutated.replace(/\.ts$/, '')}`;
  const rank = (file: string): number => (file.startsWith(own) ? 0 : (costs[file] ?? 0) + 1);
  return files.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
