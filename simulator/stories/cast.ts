/** Who is meant by `active`, `newest` or `other`: the roles of a scenario, looked up in the account at that moment. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { familyOf } from '../../shared/domain/images/naming.ts';
import { probeFingerprint } from '../../shared/domain/probing/probation.ts';
import { allTrue } from '../account/consistency.ts';
import { contentAtMs } from '../account/ec2/copy-image.ts';
import type { Fault } from '../account/faults/fault.ts';
import { routesOf } from '../account/observe.ts';
import type { World } from '../account/world.ts';
import { truthOf } from '../checks/watch/truth.ts';
import { type Cast, imageIn, zoneIn } from './cast-roles.ts';
import { castByStranger, isByStranger } from './cast-stranger.ts';
import type { ScenarioFault } from './schema.ts';

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

type OfTraffic = Extract<
  ScenarioFault,
  { kind: 'tags-stripped' | 'owned-by-another-stack' | 'route-aimed-elsewhere' | 'route-table-deleted' }
>;

function castOffering(cast: Cast, { kind, type, zone }: Extract<ScenarioFault, { kind: 'type-not-offered' }>): Fault {
  return { kind, type: type === 'live' ? cast.active.type : type, zone: zone && zoneIn(cast, zone) };
}

/** What is about the address or the first route of the appliance. */
function castTraffic({ allocationId, routes, active }: Cast, fault: OfTraffic): Fault {
  const [route] = routes;
  if (!route) throw new Error('the appliance has no route that a fault could be about');
  if (fault.kind === 'route-aimed-elsewhere') return { ...fault, ...route, instanceId: active.id };
  if (fault.kind === 'route-table-deleted') return { ...fault, routeTableId: route.routeTableId };
  return { ...fault, resourceId: allocationId };
}

const aCopied = (cast: Cast, image: Parameters<typeof imageIn>[1] | number): string | number =>
  typeof image === 'number' ? image : imageIn(cast, image);

/** The fault with ids in it. */
export function castFault(cast: Cast, fault: ScenarioFault): Fault {
  if (isByStranger(fault)) return castByStranger(cast, fault);
  switch (fault.kind) {
    case 'host-dead':
      return { ...fault, instanceId: cast.active.id };
    case 'alarm-watches-another':
      return { ...fault, appliance: cast.appliance, instanceId: cast.active.id };
    case 'tags-stripped':
    case 'owned-by-another-stack':
    case 'route-aimed-elsewhere':
    case 'route-table-deleted':
      return castTraffic(cast, fault);
    case 'instance-dead':
    case 'ebs-hung':
    case 'stop-protected':
    case 'hung-stop':
    case 'service-dead':
    case 'stopped-by-ec2':
    case 'stopped-by-person':
    case 'shut-down-in-guest':
      return { kind: fault.kind, instanceId: cast.active.id };
    case 'maintenance-announced':
      return { ...fault, instanceId: cast.active.id };
    case 'alarm-flap':
      return { ...fault, appliance: cast.appliance };
    case 'guest-reboot':
      return { kind: fault.kind, instanceId: cast.active.id, seconds: fault.seconds, checks: fault.checks };
    case 'zone-lost':
    case 'subnets-deleted':
      return { ...fault, zone: zoneIn(cast, fault.zone) };
    case 'no-capacity':
    case 'stuck-pending': {
      const type = fault.type === 'live' ? cast.active.type : fault.type;
      return { ...fault, zone: fault.zone && zoneIn(cast, fault.zone), type };
    }
    case 'image-broken':
      return { kind: fault.kind, imageId: imageIn(cast, fault.image), shows: fault.shows };
    case 'image-copied':
      return { ...fault, image: aCopied(cast, fault.image), family: cast.family };
    case 'image-never-answers':
    case 'image-deregistered':
    case 'image-protected':
    case 'snapshot-shared':
    case 'foreign-image-tagged-like-ours':
      return { kind: fault.kind, imageId: imageIn(cast, fault.image) };
    case 'type-not-offered':
      return castOffering(cast, fault);
    default:
      return fault;
  }
}
