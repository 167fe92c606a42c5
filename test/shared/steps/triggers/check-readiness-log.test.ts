/** What an hourly check leaves in the log, and whom it asks about. */
import { describe, expect, test } from '@jest/globals';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { checkOnce, onReady } from '../../../support/checked.ts';
import { playIn } from '../../../support/step-stage.ts';

describe('the log', () => {
  const warnedIn = async (simulation: Simulation) => {
    const before = simulation.lambda.log.length;
    await checkOnce(simulation);
    const own = simulation.lambda.log.slice(before).filter(({ entry }) => 'answer' in entry);
    return own.map(({ entry }) => entry);
  };

  test('says nothing of an appliance that is ready', () =>
    onReady({}, async (simulation) => expect(await warnedIn(simulation)).toEqual([])));

  test('names what is red and what is unknown, each for itself', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'DescribeImages', caller: 'check-readiness' });
      simulation.world.quotas.standardVcpus = 3;
      const named = (...checks: string[]) => checks.map((check) => expect.objectContaining({ check }));
      expect(await warnedIn(simulation)).toMatchObject([
        {
          ...{ level: 'warn', appliance: 'sophos', answer: 'not-ready', problems: [] },
          ...{ red: named('vcpu-quota'), unknown: named('image-exists', 'image-age', 'proof-age', 'permissions') },
        },
      ]);
    }));

  test('says of a ready appliance that it could not be published', () =>
    onReady({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'PutMetricData', caller: 'check-readiness' });
      expect(await warnedIn(simulation)).toMatchObject([{ level: 'warn', answer: 'ready', red: [], unknown: [] }]);
    }));
});

test('one appliance of several is checked alone when it is named', () =>
  onReady({}, async (simulation) => {
    simulation.configuration.appliances.push(anAppliance({ name: 'vpn', floatingIp: '203.0.113.20' }));
    const { appliances } = await checkOnce(simulation, { appliance: 'sophos' });
    expect(appliances.map(({ appliance }) => appliance)).toEqual(['sophos']);
    expect(await playIn(simulation, 'check-readiness', { appliance: 'sofos' })).toMatchObject({
      why: 'there is no appliance "sofos"; there are sophos, vpn',
    });
  }));
