/** What is really true of one appliance in the simulated account, in the shape that invariants are about. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { Instance } from '../../../shared/domain/snapshot.ts';
import type { Traffic } from '../../../shared/domain/traffic/part.ts';
import { observe } from '../../account/observe.ts';
import type { World } from '../../account/world.ts';
import { partsOf } from './observers.ts';

export type Truth = { traffic: Traffic; instances: Instance[] };

export function truthOf(world: World, appliance: Appliance): Truth {
  const { address, instances } = observe(world, appliance);
  const described = Object.values(instances).flatMap((each) => (each.reading === 'described' ? [each.instance] : []));
  return { traffic: { address, parts: partsOf(world, appliance) }, instances: described };
}
