/** The account's limit of Lambda: what one appliance needs at once, and what becomes of it when there is less. */
import { describe, expect, test } from '@jest/globals';
import { loadConfiguration } from '../../shared/config.ts';
import { functionsAtOnceFor } from '../../shared/domain/readiness/place.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { simulate } from '../../simulator/stories/simulation.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { addressIn } from '../support/swept.ts';

const configuration = loadConfiguration();

test('one appliance, its hourly check and its takeover fit into the ten functions of a new account', () =>
  simulate({ configuration, seed: 1, automatic: true, account: { concurrentExecutions: 10 } }, async (simulation) => {
    const { lambda, clock, inject } = simulation;
    await clock.sleep(600_000);
    void simulation.invoke('check-readiness', {});
    await clock.sleep(20_000);
    inject({ kind: 'instance-dead', instanceId: addressIn(simulation).instanceId ?? '' });
    await clock.sleep(900_000);
    expect(lambda.concurrency.throttled).toBe(0);
    expect(lambda.concurrency.most).toBeGreaterThan(1);
    expect(lambda.concurrency.most).toBeLessThanOrEqual(functionsAtOnceFor(1));
  }));

describe('with fewer functions than it needs', () => {
  test.each([2, 3])('at %d, the takeover is slower and comes to its end', async (concurrentExecutions) => {
    const scenario = readScenario('ten-functions-at-once');
    Object.assign(scenario.given, { concurrentExecutions });
    const { outcome, traffic, violations } = await tellScenario({ scenario, configuration, seed: 1 });
    expect({ outcome, answers: traffic.after.answers, violations }).toEqual({
      ...{ outcome: 'taken-over', answers: true, violations: [] },
    });
  });
});
