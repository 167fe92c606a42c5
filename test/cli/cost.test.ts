/** What `npm run cost` prints, and whether what it assumes is what the simulator shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { costsOf } from '../../cli/cost/costs.ts';
import { costPage } from '../../cli/cost/page.ts';
import { createPaint } from '../../cli/paint.ts';
import { loadConfiguration } from '../../shared/config.ts';
import { ASSUMED as OF_DETECTION } from '../../shared/domain/cost/detection.ts';
import { ASSUMED as OF_TAKEOVER } from '../../shared/domain/cost/takeover.ts';
import { allScenarios } from '../../simulator/scenarios/library.ts';
import { tellScenario } from '../../simulator/scenarios/tell.ts';
import { simulate } from '../../simulator/simulation.ts';
import { aConfiguration, anAppliance } from '../support/appliances.ts';

const plain = { paint: createPaint(false), width: 100 };

const printed = (costs = costsOf(aConfiguration()), width = 100): string =>
  costPage(costs, { ...plain, width }).join('\n');

describe('the page', () => {
  test('in the documentation is what the command prints; if not, paste what `npm run cost | cat` says', () => {
    const [, shown] = /```text\n([\s\S]*?)\n```/.exec(readFileSync('docs/reference/cost.md', 'utf8')) ?? [];
    expect(shown).toBe(printed(costsOf(loadConfiguration('appliances.yml'))).trimEnd());
  });

  test('has a line for every item, and the sum below', () => {
    const costs = costsOf(aConfiguration());
    for (const { what } of [...costs.detection.items, ...costs.takeover.items]) expect(printed(costs)).toContain(what);
    expect(printed(costs)).toMatch(new RegExp(`together +${costs.detection.usd.toFixed(4)}`));
  });

  test('says what each of several appliances costs, and what one alone would', () => {
    const appliances = [anAppliance(), anAppliance({ name: 'vpn' })];
    expect(printed(costsOf(aConfiguration({ appliances })))).toMatch(/for each of 2; one of them alone would cost \d/);
  });

  test('says whose prices it uses where the list has none of the Region', () => {
    const text = printed(costsOf(aConfiguration({ region: 'eu-central-1' })));
    expect(text).toContain('Prices of us-east-1, because those of eu-central-1 are not on our list');
  });

  test.each([80, 100, 124])('keeps within %i columns', (width) => {
    const lengths = costPage(costsOf(aConfiguration()), { ...plain, width }).map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(Math.max(width, 94));
  });
});

describe('what is assumed', () => {
  test('a sweep in which nothing is to be done takes no longer', async () => {
    const seconds: number[] = [];
    for (const seed of [1, 2, 3]) {
      await simulate({ configuration: aConfiguration(), seed }, async ({ invoke, clock, lambda }) => {
        for (let minute = 0; minute < 12; minute++) {
          await invoke('sweep', {});
          await clock.sleep(60_000);
        }
        // By then it has adopted, and the environment is warm.
        const sweeps = lambda.invocations.filter(({ functionName }) => functionName === 'sweep').slice(2);
        seconds.push(...sweeps.map(({ startedAtMs, endedAtMs = Number.NaN }) => (endedAtMs - startedAtMs) / 1000));
      });
    }
    const mean = seconds.reduce((sum, each) => sum + each, 0) / seconds.length;
    expect(mean).toBeLessThan(OF_DETECTION.sweepSeconds);
    expect(mean).toBeGreaterThan(OF_DETECTION.sweepSeconds / 5);
  }, 30_000);

  test('a takeover has about as many transitions', async () => {
    const scenario = allScenarios().find(({ name }) => name === 'instance-dead');
    if (!scenario) throw new Error('there is no scenario instance-dead');
    let transitions = 0;
    await tellScenario({
      scenario,
      configuration: aConfiguration(),
      seed: 1,
      onEnd: ({ stepFunctions }) => {
        const events = stepFunctions.executions.flatMap((execution) => execution.events);
        transitions = events.filter(({ kind }) => kind === 'entered' || kind === 'retried').length;
      },
    });
    expect(Math.abs(transitions - OF_TAKEOVER.transitions)).toBeLessThanOrEqual(8);
  }, 30_000);
});
