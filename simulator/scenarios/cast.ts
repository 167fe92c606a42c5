/** Who is meant by `active`, `newest` or `other`: the roles of a scenario, looked up in the account at that moment. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { allTrue } from '../consistency.ts';
import type { Fault } from '../faults.ts';
import { truthOf } from '../watch/truth.ts';
import type { World } from '../world.ts';
import type { ScenarioFault } from './schema.ts';

/** Fixed when the story begins: a role that moves would make a fault strike somebody else the second time. */
export type Cast = {
  appliance: string;
  /** The instance that holds the address when the story begins, its zone and its type. */
  active: { id: string; zone: string; type: string };
  otherZone: string;
  /** Newest first. */
  images: string[];
};

function zonesOf(world: World, { subnets }: Appliance): string[] {
  return allTrue(world.ec2.subnets)
    .filter(({ id, tags }) => (typeof subnets === 'string' ? tags.Name === subnets : subnets.includes(id)))
    .map(({ zone }) => zone);
}

function imagesOf(world: World, { image }: Appliance): string[] {
  return allTrue(world.ec2.images)
    .filter(({ id, tags, state }) => state === 'available' && (id === image || tags.Name === image))
    .toSorted((one, other) => other.createdAtMs - one.createdAtMs)
    .map(({ id }) => id);
}

export function castOf(world: World, appliance: Appliance): Cast {
  const { traffic, instances } = truthOf(world, appliance);
  const active = instances.find(({ id }) => id === traffic.address.instanceId);
  if (!active) throw new Error(`nobody holds the address of ${appliance.name} when the story begins`);
  const { id, zone, type } = active;
  const otherZone = zonesOf(world, appliance).find((candidate) => candidate !== zone) ?? zone;
  return { appliance: appliance.name, active: { id, zone, type }, otherZone, images: imagesOf(world, appliance) };
}

export const imageIn = ({ images }: Cast, which: 'newest' | 'previous'): string =>
  images[which === 'newest' ? 0 : 1] ?? '';

export const zoneIn = ({ active, otherZone }: Cast, which: 'active' | 'other'): string =>
  which === 'active' ? active.zone : otherZone;

/** The fault with ids in it. */
export function castFault(cast: Cast, fault: ScenarioFault): Fault {
  switch (fault.kind) {
    case 'instance-dead':
    case 'host-dead':
    case 'hung-stop':
    case 'service-dead':
    case 'stopped-by-ec2':
    case 'stopped-by-person':
      return { kind: fault.kind, instanceId: cast.active.id };
    case 'alarm-flap':
      return { ...fault, appliance: cast.appliance };
    case 'guest-reboot':
      return { kind: fault.kind, instanceId: cast.active.id, seconds: fault.seconds };
    case 'zone-lost':
      return { ...fault, zone: zoneIn(cast, fault.zone) };
    case 'no-capacity':
    case 'stuck-pending': {
      const type = fault.type === 'live' ? cast.active.type : fault.type;
      return { ...fault, zone: fault.zone && zoneIn(cast, fault.zone), type };
    }
    case 'image-broken':
      return { kind: fault.kind, imageId: imageIn(cast, fault.image), shows: fault.shows };
    case 'image-never-answers':
      return { kind: fault.kind, imageId: imageIn(cast, fault.image) };
    default:
      return fault;
  }
}
