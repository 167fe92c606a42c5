/** Registers a test for each scenario of a part, so that several processes share them. */
import { describe, expect, test } from '@jest/globals';
import { allScenarios } from '../../simulator/stories/library.ts';
import { hasVariants, tellVariants } from '../../simulator/stories/variants.ts';
import { aConfiguration } from './appliances.ts';

const configuration = aConfiguration();

type Expectation = { what: string; met: boolean; found: string };

const unmet = ({ expectations }: { expectations: Expectation[] }): string[] =>
  expectations.filter(({ met }) => !met).map(({ what, found }) => `expected ${what}, found ${found}`);

/** Those with variants have one seed: they are as many stories as there are states on the way. */
export function scenariosComeOut({ part, of, seed }: { part: number; of: number; seed: number }): void {
  const chosen = allScenarios().filter(
    (scenario, at) => at % of === part - 1 && (seed === 1 || !hasVariants(scenario)),
  );
  describe('comes out as it says', () => {
    test.each(chosen.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, scenario) => {
      for (const { state, report } of await tellVariants({ scenario, configuration, seed })) {
        expect({ seed, state, unmet: unmet(report) }).toEqual({ seed, state, unmet: [] });
      }
    });
  });
}
