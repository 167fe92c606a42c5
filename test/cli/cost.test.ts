/** What `npm run cost` prints, and whether what it assumes is what the simulator shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { costsOf } from '../../cli/cost/costs.ts';
import { ASSUMED as OF_DETECTION } from '../../cli/cost/of-detection.ts';
import { ASSUMED as OF_READINESS } from '../../cli/cost/of-readiness.ts';
import { ASSUMED as OF_ROTATION } from '../../cli/cost/of-rotation.ts';
import { ASSUMED as OF_TAKEOVER } from '../../cli/cost/of-takeover.ts';
import { costPage } from '../../cli/cost/page.ts';
import { createPaint } from '../../cli/paint.ts';
import { loadConfiguration } from '../../shared/config.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { allScenarios, readScenario } from '../../simulator/stories/library.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { aConfiguration, anAppliance, askedAppliance } from '../support/appliances.ts';
import { rotate } from '../support/rotation-stage.ts';

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
    for (const { items, usd } of [costs.detection, costs.rotation, costs.readiness, costs.takeover]) {
      for (const { what } of items) expect(printed(costs)).toContain(what);
      expect(printed(costs)).toMatch(new RegExp(`together +${usd.toFixed(4)}`));
    }
  });

  test('says what detection, images and readiness come to alone, and together', () => {
    const { detection, rotation, readiness, usdAMonth } = costsOf(aConfiguration());
    expect(usdAMonth).toBeCloseTo(detection.usd + rotation.usd + readiness.usd);
    const [first, second, third] = [detection, rotation, readiness].map(({ usd }) => usd.toFixed(4));
    const sums = `  detection  ${first}\n  rotation   ${second}\n  readiness  ${third}\n  together   ${usdAMonth.toFixed(4)}\n`;
    expect(printed()).toContain(`ALL TOGETHER, a month\n${sums}`);
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

/** What the functions did since, in calls and billed seconds. */
function workOf({ lambda, world }: Simulation) {
  const [before, calls] = [lambda.invocations.length, world.calls.length];
  return (functionName?: string) => {
    const made = lambda.invocations.slice(before).filter((each) => !functionName || each.functionName === functionName);
    const secondsOf = made.map(({ startedAtMs, endedAtMs = Number.NaN }) => (endedAtMs - startedAtMs) / 1000);
    const seconds = secondsOf.reduce((sum, each) => sum + each, 0);
    return { invocations: made.length, seconds, calls: world.calls.length - calls };
  };
}

const meanOf = <Key extends string>(all: Record<Key, number>[], key: Key): number =>
  all.reduce((sum, each) => sum + each[key], 0) / all.length;

/** An adopted appliance, the same for some seeds. */
async function onEachSeed(story: (simulation: Simulation) => Promise<void>): Promise<void> {
  for (const seed of [1, 2, 3, 4]) {
    await simulate({ configuration: aConfiguration(), seed }, async (simulation) => {
      await simulation.invoke('sweep', {});
      await simulation.clock.sleep(60_000);
      await story(simulation);
    });
  }
}

/** No flattery: never less than what is simulated, and not so much more that the number means nothing. */
function expectPaid(assumed: number, simulated: number): void {
  expect(simulated).toBeLessThanOrEqual(assumed);
  expect(simulated).toBeGreaterThan(assumed / 2);
}

describe('what is assumed of a rotation', () => {
  type Night = { transitions: number; invocations: number; seconds: number; instanceMinutes: number };

  async function nightIn(simulation: Simulation, prove: boolean): Promise<Night> {
    const work = workOf(simulation);
    const changed = simulation.world.changes.length;
    const scheduledAt = new Date(simulation.clock.nowMs()).toISOString();
    const { execution, record } = await rotate(simulation, { prove, scheduledAt });
    expect(record.outcome).toBe('rotated');
    const transitions = execution.events.filter(({ kind }) => kind === 'entered' || kind === 'retried').length;
    const { invocations, seconds } = work();
    const states = simulation.world.changes.slice(changed).filter(({ what }) => /^i-\w+ /.test(what));
    const spanMs = Math.max(...states.map(({ atMs }) => atMs)) - Math.min(...states.map(({ atMs }) => atMs));
    await simulation.clock.sleep(3_600_000);
    return { transitions, invocations, seconds, instanceMinutes: prove ? spanMs / 60_000 : 0 };
  }

  test('a night needs no more of it, nor one with a proof', async () => {
    const plain: Night[] = [];
    const proven: Night[] = [];
    await onEachSeed(async (simulation) => {
      proven.push(await nightIn(simulation, true));
      plain.push(await nightIn(simulation, false), await nightIn(simulation, false));
    });
    const { proof } = OF_ROTATION;
    for (const key of ['transitions', 'invocations', 'seconds'] as const) {
      expectPaid(OF_ROTATION[key], meanOf(plain, key));
      expectPaid(OF_ROTATION[key] + proof[key], meanOf(proven, key));
    }
    expectPaid(proof.instanceMinutes, meanOf(proven, 'instanceMinutes'));
  }, 30_000);
});

describe('what is assumed of a proof that is asked', () => {
  test('is not part of it where no service is asked, and otherwise three lines more', () => {
    const whats = (appliance: Appliance): string[] =>
      costsOf(aConfiguration({ appliances: [appliance] })).rotation.items.map(({ what }) => what);
    const more = whats(askedAppliance()).filter((what) => !whats(anAppliance()).includes(what));
    expect(more).toEqual(['running', 'invocations', 'log'].map((what) => `proof: asking it: ${what}`));
  });

  test('needs no more of it when it answers as soon as those of the scenarios', async () => {
    const asks: { times: number; seconds: number }[] = [];
    for (const seed of [1, 2, 3, 4]) {
      await tellScenario({
        ...{ scenario: readScenario('service-answers'), configuration: aConfiguration(), seed },
        onEnd: (_world, { lambda }) => {
          const made = lambda.invocations.filter(({ functionName }) => functionName === 'prove-service');
          const seconds = made.map(({ startedAtMs, endedAtMs = Number.NaN }) => (endedAtMs - startedAtMs) / 1000);
          asks.push({ times: made.length, seconds: seconds.reduce((sum, each) => sum + each, 0) });
        },
      });
    }
    expectPaid(OF_ROTATION.asked.times, meanOf(asks, 'times'));
    expectPaid(OF_ROTATION.asked.seconds, meanOf(asks, 'seconds'));
  }, 30_000);
});

describe('what is assumed of readiness', () => {
  test('an hourly check needs no more of it', async () => {
    const checks: { seconds: number; tried: number; calls: number }[] = [];
    await onEachSeed(async (simulation) => {
      const work = workOf(simulation);
      await simulation.invoke('check-readiness', {});
      const [all, own] = [work(), work('check-readiness')];
      checks.push({ seconds: own.seconds, tried: all.seconds - own.seconds, calls: all.calls });
    });
    expectPaid(OF_READINESS.seconds, meanOf(checks, 'seconds'));
    expectPaid(OF_READINESS.triedSeconds, meanOf(checks, 'tried'));
    expectPaid(OF_READINESS.calls, meanOf(checks, 'calls'));
  }, 30_000);
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
