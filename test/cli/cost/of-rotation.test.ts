/** What images cost: each item follows from `rotation` of the configuration, and changes with it. */
import { describe, expect, test } from '@jest/globals';
import { billed, type Use } from '../../../cli/cost/item.ts';
import { rotation } from '../../../cli/cost/of-rotation.ts';
import { stored } from '../../../cli/cost/of-storage.ts';
import { pricesIn } from '../../../cli/cost/prices.ts';
import type { Appliance, Rotation } from '../../../shared/domain/appliance.ts';
import { anAppliance } from '../../support/appliances.ts';

const rotating = (changes: Partial<Rotation>, more: Partial<Appliance> = {}): Appliance =>
  anAppliance({ ...more, rotation: { ...anAppliance().rotation, ...changes } });

const quantity = (uses: Use[], what: string): number => uses.find((use) => use.what === what)?.quantity ?? Number.NaN;

const NONE = { last: 0, daily: 0, weekly: 0, monthly: 0 };

describe('a proof', () => {
  test.each([
    { prove: 'never', proofs: 0 },
    { prove: 'weekly', proofs: 4.35 },
    { prove: 'always', proofs: 30.42 },
  ] as const)('with rotation.prove $prove is paid for $proofs times a month', ({ prove, proofs }) => {
    const uses = rotation([rotating({ prove })]);
    expect(quantity(uses, 'proof: m5.large')).toBeCloseTo((proofs * 5) / 60, 2);
  });

  test('is never more frequent than the rotation', () =>
    expect(quantity(rotation([rotating({ schedule: 'rate(14 days)' })]), 'proof: m5.large')).toBeCloseTo(
      ((730 / 24 / 14) * 5) / 60,
    ));

  test('is priced as the first type that the configuration names and the list has', () => {
    const types = (instanceTypes: string[]): string[] =>
      rotation([anAppliance({ instanceTypes })]).flatMap(({ what }) => (what.startsWith('proof: its') ? [] : what));
    expect(types(['x9.huge', 'c5.large'])).toContain('proof: c5.large');
    expect(types(['x9.huge'])).toContain('proof: m5.large');
  });
});

describe('the EBS snapshots', () => {
  test.each([
    // The two that aws-facts 4.1 works out.
    { keep: { ...NONE, last: 7 }, images: 7, gb: 26 },
    { keep: { ...NONE, last: 14 }, images: 14, gb: 33 },
    // Three nights, and the last of each of three weeks: what changed meanwhile is held all the same.
    { keep: { ...NONE, last: 3, weekly: 3 }, images: 5, gb: 20 + 2 + 2 + 7 },
  ])('of $keep come to $gb GB in $images images', ({ keep, images, gb }) =>
    expect(stored(rotating({ keep }))).toEqual({ images, gb }),
  );

  test('of images months apart hold no more each than is in use', () =>
    expect(stored(rotating({ keep: { ...NONE, last: 3, monthly: 4 } })).gb).toBeLessThanOrEqual(20 + 2 + 3 * 20));

  test('in the Recycle Bin are paid for as well', () =>
    expect(stored(rotating({ recycleBin: 14 })).gb).toBe(stored(rotating({})).gb + 14));

  test('go earlier with maxAgeDays', () =>
    expect(stored(rotating({ keep: { ...NONE, last: 30 }, maxAgeDays: 10 })).images).toBeLessThan(12));
});

test('a schedule of the working days pays for its nights alone', () => {
  const every = quantity(rotation([rotating({})]), 'rotation: schedule');
  const working = quantity(rotation([rotating({ schedule: 'cron(0 3 ? * MON-FRI *)' })]), 'rotation: schedule');
  expect(working / every).toBeCloseTo(5 / 7, 2);
});

test('two appliances are twice as much, but for the one alarm', () => {
  const [one, two] = [[anAppliance()], [anAppliance(), anAppliance({ name: 'vpn' })]].map((appliances) =>
    Object.fromEntries(rotation(appliances).map(({ what, quantity: many }) => [what, many])),
  );
  for (const [what, many] of Object.entries(one ?? {})) {
    expect([what, two?.[what]]).toEqual([what, what.startsWith('alarm') ? many : expect.closeTo(2 * many)]);
  }
});

test('a month of the default configuration costs less than two dollars, storage most of it', () => {
  const { items, usd } = billed(rotation([anAppliance()]), pricesIn('ap-northeast-1'));
  expect(usd).toBeLessThan(2);
  expect(items.find(({ what }) => what.startsWith('images'))?.usd).toBeCloseTo(1.3);
});

test('an image that is named by its id costs its own storage, and nothing that would renew it', () => {
  const uses = rotation([anAppliance({ image: 'ami-0123456789abcdef0' })]);
  const dear = uses.filter(({ quantity: some, what }) => some > 0 && !what.startsWith('alarm'));
  expect(dear.map(({ what }) => what)).toEqual(['images: EBS snapshots']);
  expect(uses.filter(({ quantity: some }) => Number.isNaN(some))).toEqual([]);
});

test('volumeInitialization is paid for by the data of each proof', () => {
  const items = rotation([anAppliance({ volumeInitialization: 300 })]);
  const item = items.find(({ what }) => what === 'proof: volume initialization');
  const usd = (item?.quantity ?? 0) * pricesIn('us-east-1').usd('GiB x MiB/s of initialization');
  expect(usd).toBeCloseTo((730 / 24 / 7) * 20 * 0.0036, 4);
});
