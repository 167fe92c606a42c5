/** Who is meant by `active`, `newest` or `other`: the roles of a scenario, looked up in the account at that moment. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { allTrue } from '../consistency.ts';
import type { Fault } from '../faults.ts';
import { truthOf } from '../watch/truth.ts';
import type { World } from '../world.ts';
import type { ScenarioFault } from './schema.ts';

/** Fixed when the story begins: a role that moves would make a fault strike somebody else the second time. */
export type Cast = {
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
  return { active: { id, zone, type }, otherZone, images: imagesOf(world, appliance) };
}

const imageIn = ({ images }: Cast, which: 'newest' | 'previous'): string => images[which === 'newest' ? 0 : 1] ?? '';

const zoneIn = ({ active, otherZone }: Cast, which: 'active' | 'other'): string =>
  which === 'active' ? active.zone : otherZone;

/** The fault with ids in it. */
export function castFault(cast: Cast, fault: ScenarioFault): Fault {
  switch (fault.kind) {
    case 'instance-dead':
    case 'host-dead':
    case 'hung-stop':
      return { kind: fault.kind, instanceId: cast.active.id };
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

/** The fault as a sentence for the timeline. */
export function faultSentence(cast: Cast, fault: ScenarioFault): string {
  const { active } = cast;
  switch (fault.kind) {
    case 'instance-dead':
      return `${active.id} stops answering: its operating system is dead`;
    case 'host-dead':
      return `${active.id} stops answering: the host below it is dead`;
    case 'guest-reboot':
      return `${active.id} reboots itself and is silent for ${fault.seconds} s`;
    case 'zone-lost':
      return `${zoneIn(cast, fault.zone)} loses its power, and ${active.id} with it`;
    case 'no-capacity': {
      const type = fault.type === 'live' ? active.type : (fault.type ?? 'any type');
      return `no capacity for ${type} in ${fault.zone ? zoneIn(cast, fault.zone) : 'any zone'}`;
    }
    case 'stuck-pending':
      return `from now on EC2 accepts launches in ${fault.zone ? zoneIn(cast, fault.zone) : 'any zone'} and never finishes them`;
    case 'hung-stop':
      return `from now on ${active.id} hangs when it is asked to stop`;
    case 'image-broken':
      return `image ${imageIn(cast, fault.image)} cannot be launched any more`;
    case 'image-never-answers':
      return `image ${imageIn(cast, fault.image)} boots, but its service never answers`;
    case 'stale-reads':
      return `EC2 shows every change ${fault.seconds} s late`;
    case 'deny':
      return `${fault.action}${fault.caller ? ` by ${fault.caller}` : ''} is no longer permitted${fault.fromCall ? ` from call ${fault.fromCall} on` : ''}`;
    case 'fail':
      return `${fault.action} is going to be answered with ${fault.code}, ${fault.times} times`;
    case 'slow':
      return `${fault.action}${fault.caller ? ` by ${fault.caller}` : ''} takes ${fault.seconds} s longer from now on`;
    case 'lose-answer':
      return `${fault.action} is going to be carried out, and its answer lost, ${fault.times} times`;
  }
}
