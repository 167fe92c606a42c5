/** What a retry of MoveTraffic sends after its requests were left unanswered, and what scenarios can say of the end. */
import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../../simulator/account/world.ts';
import { readScenario } from '../../../simulator/stories/library.ts';
import { tellScenario } from '../../../simulator/stories/tell.ts';
import { aConfiguration } from '../../support/appliances.ts';

const configuration = aConfiguration();

describe('a MoveTraffic whose requests ran out of time after it had moved the address', () => {
  test.each([1, 2, 3])('is repeated with the routes alone (seed %i)', async (seed) => {
    const calls: Call[] = [];
    const onEnd = (world: { calls: Call[] }) => calls.push(...world.calls);
    await tellScenario({ scenario: readScenario('requests-time-out-mid-move'), configuration, seed, onEnd });
    const sent = calls.filter(({ caller }) => caller === 'move-traffic');
    const asked = (action: string) => sent.filter((call) => call.action === action).length;
    // Not counted: EC2 may have refused it before, as long as its writes saw the instance pending.
    const accepted = sent.filter(({ action, error }) => action === 'AssociateAddress' && error !== 'InvalidInstanceID');
    expect(accepted).toHaveLength(1);
    // Both routes, and both again by the retry.
    expect(asked('ReplaceRoute')).toBeGreaterThanOrEqual(2 + 2);
  });
});

describe('a wrong scenario gets the reason:', () => {
  test.each([
    { what: 'the holder', says: { holder: 'old' }, unmet: 'the address at: old', found: 'replacement' },
    { what: 'the routes', says: { routes: 'third' }, unmet: 'every route to: third', found: 'replacement' },
    { what: 'the launches', says: { launches: 2 }, unmet: '2 launches', found: '1' },
    { what: 'the template', says: { templateVersions: 3 }, unmet: '3 versions of the launch template', found: '1' },
  ] as const)('$what', async ({ says, unmet, found }) => {
    const wrong = readScenario('instance-dead');
    Object.assign(wrong.then, says);
    const { expectations } = await tellScenario({ scenario: wrong, configuration, seed: 1 });
    expect(expectations.filter(({ met }) => !met)).toEqual([{ what: unmet, met: false, found }]);
  });
});
