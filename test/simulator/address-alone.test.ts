/** An appliance that has an address and no routes is protected like every other one. */
import { expect, test } from '@jest/globals';
import { readScenario } from '../../simulator/stories/library.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { aConfiguration } from '../support/appliances.ts';

const { appliances, ...account } = aConfiguration();
const configuration = { ...account, appliances: appliances.map((each) => ({ ...each, vpnCidrs: [] })) };

test.each(['zone-lost', 'switchover', 'rehearse'])('%s', async (name) => {
  const { outcome, violations, traffic } = await tellScenario({ scenario: readScenario(name), configuration, seed: 1 });
  const expected = name === 'rehearse' ? 'rehearsed' : 'taken-over';
  expect({ outcome, violations, routes: traffic.after.routes }).toEqual({
    outcome: expected,
    violations: [],
    routes: [],
  });
});
