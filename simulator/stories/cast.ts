/** Who is meant by `active`, `newest` or `other`: the roles of a scenario, looked up in the account at that moment. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { familyOf } from '../../shared/domain/images/naming.ts';
import { probeFingerprint } from '../../shared/domain/probing/probation.ts';
import { allTrue } from '../account/consistency.ts';
import { contentAtMs } from '../account/ec2/copy-image.ts';
import type { Cast } from '../account/faults/roles.ts';
import { routesOf } from '../account/observe.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';

function zonesOf(world: World, { subnets }: Appliance): string[] {
  return allTrue(world.ec2.subnets)
    .filter(({ id, tags }) => (typeof subnets === 'string' ? tags.Name === subnets : subnets.includes(id)))
    .map(({ zone }) => zone);
}

function imagesOf(world: World, { image }: Appliance): string[] {
  return allTrue(world.ec2.images)
    .filter(({ id, tags, state, ownerId }) => {
      const ours = state === 'available' && ownerId === world.accountId;
      return ours && (id === image || tags.Name === image);
    })
    .toSorted((one, other) => contentAtMs(other) - contentAtMs(one))
    .map(({ id }) => id);
}

export function castOf(world: World, appliance: Appliance): Cast {
  const { traffic, instances } = truthOf(world, appliance);
  const active = instances.find(({ id }) => id === traffic.address.instanceId);
  if (!active) throw new Error(`the address of ${appliance.name} has no holder when the scenario begins`);
  const { id, zone, type } = active;
  const otherZone = zonesOf(world, appliance).find((candidate) => candidate !== zone) ?? zone;
  const { allocationId } = traffic.address;
  const routes = routesOf(world, appliance).map(({ routeTableId, destination }) => ({ routeTableId, destination }));
  const images = imagesOf(world, appliance);
  const tagged = { family: familyOf(appliance), owner: `failover-${world.stage}` };
  const asked = { ...tagged, probeFingerprint: probeFingerprint(appliance) };
  return { appliance: appliance.name, active: { id, zone, type }, otherZone, allocationId, routes, images, ...asked };
}
