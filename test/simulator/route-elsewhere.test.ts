/** The default route leads elsewhere in one of the configured tables: refused by table and target, and nothing is changed. */
import { describe, expect, test } from '@jest/globals';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { aimRoute } from '../support/console-hands.ts';
import { knock } from './steps/knock.ts';

const [PRIVATE, PUBLIC] = ['rtb-0a1b2c3d', 'rtb-0e1f2a3b'];
const EVERYTHING = '0.0.0.0/0';

const appliance = { routeTables: [PRIVATE, PUBLIC], vpnCidrs: [EVERYTHING] };

const aimPublic =
  (target: string) =>
  ({ world }: Simulation): void =>
    aimRoute(world, { routeTableId: PUBLIC, destination: EVERYTHING, target });

describe.each(['igw-0a1b2c3d', 'vgw-0a1b2c3d', 'nat-0a1b2c3d'])('to %s', (target) => {
  test.each([
    { state: 'answers', dead: false },
    { state: 'is dead', dead: true },
  ])('while the appliance $state', async ({ dead }) => {
    const { why, ...told } = await knock({ appliance, dead, upset: aimPublic(target) });
    expect(told).toEqual({ outcome: 'RefusedError', changed: [], takeovers: 0, violations: [] });
    expect(why).toBe(`aimed at something that is not this appliance: ${EVERYTHING} in ${PUBLIC} -> ${target}`);
  });
});
