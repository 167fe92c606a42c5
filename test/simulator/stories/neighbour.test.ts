/** What became of the appliance beside the one that a story is about. */
import { describe, expect, test } from '@jest/globals';
import type { Appliance, Configuration } from '../../../shared/domain/appliance.ts';
import { replaceRoute } from '../../../simulator/account/ec2/routes.ts';
import { byHand } from '../../../simulator/account/faults/by-hand.ts';
import { observe } from '../../../simulator/account/observe.ts';
import { adoptByHand } from '../../../simulator/stories/adopted.ts';
import { aimRouteElsewhere } from '../../../simulator/stories/by-hand.ts';
import { lookNextDoor, neighbourOf } from '../../../simulator/stories/neighbour.ts';
import { type Simulation, simulate } from '../../../simulator/stories/simulation.ts';
import { aConfiguration, anAppliance } from '../../support/appliances.ts';

const first = anAppliance();
const neighbour = neighbourOf(first);

function beside(configuration: Configuration, story: (simulation: Simulation) => void): Promise<void> {
  return simulate({ configuration, seed: 1 }, async (simulation) => {
    await adoptByHand(simulation);
    story(simulation);
  });
}

const both = aConfiguration({ appliances: [first, neighbour] });

function aimFirstRouteBack({ world }: Simulation, appliance: Appliance): void {
  const { address, routes } = observe(world, appliance);
  const { networkInterfaceId: NetworkInterfaceId } = address;
  const { routeTableId: RouteTableId, destination: DestinationCidrBlock } = routes[0] ?? {};
  byHand(world, () => replaceRoute(world, { RouteTableId, DestinationCidrBlock, NetworkInterfaceId }));
}

describe('a read of the neighbour', () => {
  test('finds the neighbour untouched, with any outcome of the first one', () =>
    beside(both, (simulation) => {
      const ask = lookNextDoor(simulation, first);
      aimRouteElsewhere(simulation.world, first);
      expect(ask()).toBe('untouched');
    }));

  test('says which of its routes leads elsewhere, and remembers it when it is correct again', () =>
    beside(both, (simulation) => {
      const ask = lookNextDoor(simulation, first);
      aimRouteElsewhere(simulation.world, neighbour);
      expect(ask()).toMatch(/^10\.199\.0\.0\/24 in rtb-\w+ to vgw-\w+$/);
      aimFirstRouteBack(simulation, neighbour);
      expect(ask()).toMatch(/^for a time 10\.199\.0\.0\/24 in rtb-\w+ to vgw-\w+$/);
    }));

  test('finds none where there is only one', () =>
    beside(aConfiguration(), (simulation) => expect(lookNextDoor(simulation, first)()).toBe('nobody')));
});
