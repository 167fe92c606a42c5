/** What one scenario, or one year of nightly rotations, came to. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { rotationYear } from '../../simulator/experiments/bench/rotation-years.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { tellVariants } from '../../simulator/stories/variants.ts';
import type { Findings, Order } from './protocol.ts';

type Wish = Extract<Order, { do: 'tell' | 'year' }>;

/** A scenario that breaks off has met an unhandled case, and that is a finding too. */
export async function toldOf(wish: Wish, configuration: Configuration): Promise<Findings> {
  try {
    return await findingsOf(wish, configuration);
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
    return { violations: [`${name === 'StoryStuckError' ? 'L4' : 'broke off'}: ${name}: ${message}`], unmet: [] };
  }
}

async function findingsOf(wish: Wish, configuration: Configuration): Promise<Findings> {
  if (wish.do === 'year') {
    // Every refusal of the account is an error, and its stack is not read.
    Error.stackTraceLimit = 0;
    const { violations, tally } = await rotationYear(configuration, wish);
    return { violations, unmet: [], counts: tally };
  }
  const scenario = readScenario(wish.scenario);
  const told = await tellVariants({ scenario, configuration, seed: wish.seed });
  return {
    violations: told.flatMap(({ report }) => report.violations),
    unmet: told.flatMap(({ report }) =>
      report.expectations.filter(({ met }) => !met).map(({ what, found }) => `expected ${what}, found ${found}`),
    ),
  };
}
