/** Where every part of an appliance's traffic really is, past every read lag: one observer for each kind. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { placedAddress, placedRoute } from '../../../shared/domain/traffic/kinds.ts';
import type { PartKind, Placed } from '../../../shared/domain/traffic/part.ts';
import { truth } from '../../account/consistency.ts';
import { addressOf, routesOf } from '../../account/observe.ts';
import type { World } from '../../account/world.ts';

const OBSERVERS: { [K in PartKind]: (world: World, appliance: Appliance) => Placed<K>[] } = {
  /** Of the interface at which the traffic arrives. */
  forwarding: (world, appliance) => {
    const { networkInterfaceId = '', instanceId } = addressOf(world, appliance);
    const forwards = truth(world.ec2.networkInterfaces, networkInterfaceId)?.sourceDestCheck === false;
    const at = { at: 'interface', networkInterfaceId, instanceId, blackhole: false } as const;
    return [{ kind: 'forwarding', position: forwards ? at : { at: 'nowhere' } }];
  },
  address: (world, appliance) => [placedAddress(addressOf(world, appliance))],
  route: (world, appliance) => routesOf(world, appliance).map(placedRoute),
};

export const partsOf = (world: World, appliance: Appliance): Placed[] =>
  Object.values(OBSERVERS).flatMap((observe): Placed[] => observe(world, appliance));
