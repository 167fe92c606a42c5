/** Where a replacement may be launched, in which order, and what a refusal rules out. */
import { describe, expect, test } from '@jest/globals';
import { RefusedError } from '../../../../shared/domain/errors.ts';
import {
  nextPlacement,
  placementsOf,
  refusalScope,
  scopeOfDeath,
} from '../../../../shared/domain/takeover/placement.ts';
import { anImage } from '../../../support/images.ts';

const subnet = (zone: string) => ({ id: `subnet-${zone}`, zone, freeAddresses: 10 });

const choice = {
  images: [anImage({ id: 'ami-1' }), anImage({ id: 'ami-2' })],
  subnets: [subnet('a'), subnet('b'), subnet('c')],
  instanceTypes: ['large', 'small'],
  oldZone: 'a',
  notInOldZone: true,
};

const inWords = (given: Partial<Parameters<typeof placementsOf>[0]> = {}): string[] =>
  placementsOf({ ...choice, ...given }).map(
    ({ imageId, zone, instanceType }) => `${instanceType} in ${zone} from ${imageId}`,
  );

describe('the placements', () => {
  test('are tried by type, then by zone, then by image', () => {
    expect(inWords()).toEqual([
      'large in b from ami-1',
      'small in b from ami-1',
      'large in c from ami-1',
      'small in c from ami-1',
      'large in b from ami-2',
      'small in b from ami-2',
      'large in c from ami-2',
      'small in c from ami-2',
    ]);
  });

  const zonesFor = (given: Partial<Parameters<typeof placementsOf>[0]>) => [
    ...new Set(placementsOf({ ...choice, images: choice.images.slice(0, 1), ...given }).map(({ zone }) => zone)),
  ];

  test('have the zone of the old instance last, and not at all when it or the host has failed', () => {
    expect(zonesFor({ oldZone: 'a', notInOldZone: false })).toEqual(['b', 'c', 'a']);
    expect(zonesFor({ oldZone: 'b', notInOldZone: true })).toEqual(['a', 'c']);
    expect(zonesFor({ oldZone: undefined })).toEqual(['a', 'b', 'c']);
    expect(zonesFor({ subnets: [subnet('a')], notInOldZone: false })).toEqual(['a']);
  });

  test('have the home zone first, unless the traffic leaves it', () => {
    expect(zonesFor({ homeZone: 'c', oldZone: 'a' })).toEqual(['c', 'b']);
    expect(zonesFor({ homeZone: 'c', oldZone: 'a', notInOldZone: false })).toEqual(['c', 'b', 'a']);
    expect(zonesFor({ homeZone: 'a', oldZone: 'a', notInOldZone: false })).toEqual(['b', 'c', 'a']);
    expect(zonesFor({ homeZone: 'a', oldZone: 'a', notInOldZone: true })).toEqual(['b', 'c']);
    expect(zonesFor({ homeZone: 'z', oldZone: 'a' })).toEqual(['b', 'c']);
  });

  test('have an avoided zone behind all others, and never leave it out', () => {
    expect(zonesFor({ avoidZones: ['b'], oldZone: 'a', notInOldZone: false })).toEqual(['c', 'a', 'b']);
    expect(zonesFor({ avoidZones: ['b'], oldZone: 'a', notInOldZone: true })).toEqual(['c', 'b']);
    expect(zonesFor({ avoidZones: ['c'], homeZone: 'c', oldZone: 'a', notInOldZone: false })).toEqual(['b', 'a', 'c']);
    expect(zonesFor({ avoidZones: ['a', 'b', 'c'], oldZone: 'a', notInOldZone: false })).toEqual(['b', 'c', 'a']);
  });

  test('leave out every zone that cannot hold the address', () => {
    const subnets = ['us-west-2a', 'us-west-2-lax-1a', 'us-west-2b', 'us-west-2-wl1-sea-wlz-1'].map(subnet);
    expect(zonesFor({ subnets, oldZone: 'us-west-2b', borderGroup: 'us-west-2' })).toEqual(['us-west-2a']);
    expect(zonesFor({ subnets, oldZone: undefined, borderGroup: 'us-west-2-lax-1' })).toEqual(['us-west-2-lax-1a']);
    expect(zonesFor({ subnets, oldZone: undefined, borderGroup: undefined })).toHaveLength(4);
    const refused = () => zonesFor({ subnets: subnets.slice(1, 2), borderGroup: 'us-west-2' });
    expect(refused).toThrow(/cannot hold an address of us-west-2/);
  });

  test('name the subnet of their zone', () => {
    expect(placementsOf(choice).every(({ zone, subnetId }) => subnetId === `subnet-${zone}`)).toBe(true);
  });

  test('go back three images and no further', () => {
    const images = ['1', '2', '3', '4'].map((id) => anImage({ id: `ami-${id}` }));
    expect(new Set(placementsOf({ ...choice, images }).map(({ imageId }) => imageId))).toEqual(
      new Set(['ami-1', 'ami-2', 'ami-3']),
    );
  });

  test('are refused without a subnet in another zone, naming the zones there are', () => {
    expect(() => inWords({ subnets: [subnet('a')] })).toThrow(RefusedError);
    expect(() => inWords({ subnets: [subnet('a')] })).toThrow(/another zone than a: the configured subnets are in a/);
  });

  test.each([{ images: [] }, { instanceTypes: [] }])('are refused without any of %j', (without) => {
    expect(() => inWords(without)).toThrow(/no placement/);
  });
});

describe('after a refusal', () => {
  const placements = placementsOf(choice);

  test.each([
    { scope: 'placement', index: 0, next: 1 },
    { scope: 'zone', index: 0, next: 2 },
    { scope: 'zone', index: 2, next: 4 },
    { scope: 'image', index: 1, next: 4 },
    { scope: 'placement', index: 7, next: undefined },
    { scope: 'zone', index: 6, next: undefined },
    { scope: 'image', index: 4, next: undefined },
  ] as const)('of a $scope at $index comes $next', ({ scope, index, next }) => {
    expect(nextPlacement(placements, index, scope)).toBe(next);
  });

  test('nothing comes after a placement that does not exist', () => {
    expect(nextPlacement(placements, 99, 'placement')).toBeUndefined();
  });

  test.each([
    ['InsufficientInstanceCapacity', 'placement'],
    ['VcpuLimitExceeded', 'placement'],
    ['Unsupported', 'placement'],
    ['InsufficientFreeAddressesInSubnet', 'zone'],
    ['InvalidAMIID.Unavailable', 'image'],
    ['UnauthorizedOperation', undefined],
    ['RequestLimitExceeded', undefined],
    ['InternalError', undefined],
    ['SomethingNew', undefined],
  ])('%s speaks about the %s', (code, scope) => {
    expect(refusalScope(code)).toBe(scope);
  });

  test.each([
    ['Client.InvalidSnapshot.NotFound', 'image'],
    ['Client.InternalError', 'image'],
    ['Server.InsufficientInstanceCapacity', 'placement'],
    [undefined, 'placement'],
  ])('an instance that died of %s speaks about the %s', (reason, scope) => {
    expect(scopeOfDeath(reason)).toBe(scope);
  });
});
