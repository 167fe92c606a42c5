/** Where a replacement may be launched, in which order, and which places a refusal rules out. */
import { RefusedError } from '../errors.ts';
import type { Image, Subnet } from '../snapshot.ts';
import { canHoldAddress } from '../zones.ts';
import type { Placement } from './takeover-plan.ts';

/** A takeover chooses among the newest few only; rotation never prunes these. */
export const IMAGES_MAX = 3;

/**
 * Types, then zones (home first, that of the old instance last, and avoided ones behind it), then images: a missing type is the commonest refusal, and a younger image is worth more than a
 * preferred zone, because what was configured since an image was taken is lost.
 */
export function placementsOf(choice: {
  images: Image[];
  subnets: Subnet[];
  instanceTypes: string[];
  /** The zone that the traffic leaves; undefined when EC2 does not say, and then every zone is as good. */
  oldZone: string | undefined;
  /** The zone or the host has failed, or a proof is to show that another zone works: then that zone is no place. */
  notInOldZone?: boolean | undefined;
  /** Comes first, unless the traffic leaves it. */
  homeZone?: string | undefined;
  /** Tried after all others, also after the one that the traffic leaves. */
  avoidZones?: string[] | undefined;
  /** Of the address, as EC2 says. */
  borderGroup?: string | undefined;
}): Placement[] {
  const { images, subnets, instanceTypes, oldZone, notInOldZone = false, homeZone, borderGroup } = choice;
  const fit = subnets.filter(({ zone }) => canHoldAddress(zone, borderGroup));
  const others = fit.filter(({ zone }) => zone !== oldZone);
  const isHome = ({ zone }: Subnet): boolean => zone === homeZone;
  const elsewhere = [...others.filter(isHome), ...others.filter((subnet) => !isHome(subnet))];
  const allowed = notInOldZone ? elsewhere : [...elsewhere, ...fit.filter(({ zone }) => zone === oldZone)];
  const isAvoided = ({ zone }: Subnet): boolean => choice.avoidZones?.includes(zone) === true;
  const candidates = [...allowed.filter((subnet) => !isAvoided(subnet)), ...allowed.filter(isAvoided)];
  if (candidates.length === 0) {
    const zones = subnets.map((subnet) => subnet.zone).join(', ');
    const group = fit.length < subnets.length ? `, of which some cannot hold an address of ${borderGroup}` : '';
    throw new RefusedError(
      `no subnet in another zone than ${oldZone}: the configured subnets are in ${zones || 'none'}${group}`,
    );
  }
  const placements = images.slice(0, IMAGES_MAX).flatMap((image) =>
    candidates.flatMap((subnet) =>
      instanceTypes.map((instanceType) => ({
        imageId: image.id,
        zone: subnet.zone,
        subnetId: subnet.id,
        instanceType,
      })),
    ),
  );
  if (placements.length === 0) throw new RefusedError('no placement: no good image or no instance type is known');
  return placements;
}

/** What a definite refusal says about the other places. */
export type RefusalScope = 'placement' | 'zone' | 'image';

/** The next place worth trying after `index` was refused, or undefined when none is left. */
export function nextPlacement(placements: Placement[], index: number, scope: RefusalScope): number | undefined {
  const refused = placements[index];
  const next = placements.findIndex((candidate, at) => {
    if (at <= index || !refused) return false;
    if (scope === 'image') return candidate.imageId !== refused.imageId;
    if (scope === 'zone') return candidate.imageId !== refused.imageId || candidate.zone !== refused.zone;
    return true;
  });
  return next === -1 ? undefined : next;
}

/** RunInstances refusals that another place may not share (aws-facts 3.4); every other code stops the launch. */
const SCOPE_BY_CODE: Record<string, RefusalScope> = {
  InsufficientInstanceCapacity: 'placement',
  InsufficientHostCapacity: 'placement',
  InsufficientReservedInstanceCapacity: 'placement',
  ReservationCapacityExceeded: 'placement',
  InsufficientCapacity: 'placement',
  InsufficientVolumeCapacity: 'zone',
  InsufficientFreeAddressesInSubnet: 'zone',
  'InvalidSubnetID.NotFound': 'zone',
  Unsupported: 'placement',
  UnsupportedOperation: 'placement',
  InvalidInstanceType: 'placement',
  // The image does not fit the type: no ENA, another architecture or boot mode. Another type, or an older image, may.
  InvalidParameterCombination: 'placement',
  InvalidParameterValue: 'placement',
  // Exists no more; the launch is repeated without it (aws/launch.ts).
  'InvalidKeyPair.NotFound': 'placement',
  'InvalidGroup.NotFound': 'placement',
  VcpuLimitExceeded: 'placement',
  InstanceLimitExceeded: 'placement',
  // The token of this very request was used with other parameters, so not by us: the next placement has another token.
  IdempotentParameterMismatch: 'placement',
  'InvalidAMIID.NotFound': 'image',
  'InvalidAMIID.Unavailable': 'image',
  'InvalidSnapshot.NotFound': 'image',
};

export const refusalScope = (awsCode: string): RefusalScope | undefined => SCOPE_BY_CODE[awsCode];

/** An instance that went from pending to terminated: its StateReason says whether another image may fare better. */
export function scopeOfDeath(stateReason: string | undefined): RefusalScope {
  return stateReason === 'Client.InvalidSnapshot.NotFound' || stateReason === 'Client.InternalError'
    ? 'image'
    : 'placement';
}
