/** What noticing costs: every item follows from the configuration, and changes with it. */
import { describe, expect, test } from '@jest/globals';
import { billed, type Use } from '../../../cli/cost/item.ts';
import { detection, lastProbeSeconds, MINUTES_A_MONTH } from '../../../cli/cost/of-detection.ts';
import { pricesIn } from '../../../cli/cost/prices.ts';
import type { Appliance, Probe } from '../../../shared/domain/appliance.ts';
import { anAppliance } from '../../support/appliances.ts';

const probing = (probe: Partial<Probe>, more: Partial<Appliance> = {}): Appliance =>
  anAppliance({ ...more, probe: { ...anAppliance().probe, ...probe } });

const many = (count: number): Appliance[] =>
  Array.from({ length: count }, (_, at) => anAppliance({ name: `box-${at}`, notify: [`ops-${at}@example.com`] }));

const quantities = (uses: Use[]): Record<string, number> =>
  Object.fromEntries(uses.map(({ what, quantity }) => [what, quantity]));

/** The names of the items that are not the same in both. */
function changed(before: Appliance[], after: Appliance[]): string[] {
  const [was, now] = [quantities(detection(before)), quantities(detection(after))];
  return [...new Set([...Object.keys(was), ...Object.keys(now)])].filter((what) => was[what] !== now[what]).sort();
}

describe('what is used', () => {
  test('includes the polls of the queue that collects notifications, where there is one', () => {
    expect(quantities(detection(many(3)))['queue of notifications']).toBeUndefined();
    expect(quantities(detection(many(4)))['queue of notifications']).toBe(15 * MINUTES_A_MONTH);
  });

  test.each([
    { interval: 2, last: 64 },
    { interval: 5, last: 65 },
    { interval: 7, last: 56 },
    { interval: 10, last: 50 },
    { interval: 60, last: 0 },
  ])('with a probe every $interval s the prober runs until the one at $last s', ({ interval, last }) => {
    expect(lastProbeSeconds(interval)).toBe(last);
  });

  test('probing twice as often keeps the prober running for longer, and changes nothing else', () => {
    expect(changed([probing({})], [probing({ intervalSeconds: 5 })])).toEqual(['prober: running']);
  });

  test('a probe every minute needs no high-resolution alarm', () => {
    expect(changed([probing({})], [probing({ intervalSeconds: 60 })])).toEqual([
      'alarm: probe',
      'alarm: slow probe',
      'prober: running',
    ]);
  });

  test('one appliance more is one metric and three alarms more, a slightly longer sweep, and no second prober', () => {
    expect(changed(many(1), many(2))).toEqual([
      'alarm: probe',
      'alarm: prober silent',
      'alarm: status checks',
      'e-mails',
      'looks at the probe',
      'messages',
      'prober: metric',
      'sweep: running',
    ]);
  });

  test('eleven appliances need a prober of twice the memory', () => {
    const gigabyteSeconds = (count: number): number => quantities(detection(many(count)))['prober: running'] ?? 0;
    expect(gigabyteSeconds(11)).toBeCloseTo(2 * gigabyteSeconds(10));
    expect(gigabyteSeconds(51)).toBeCloseTo(4 * gigabyteSeconds(10));
  });

  test('what does not fit into one PutMetricData goes into a second', () => {
    expect(quantities(detection(many(166)))['prober: publishing']).toBe(MINUTES_A_MONTH);
    expect(quantities(detection(many(167)))['prober: publishing']).toBe(2 * MINUTES_A_MONTH);
  });

  test('a reader of two appliances reads the messages of both, once each', () => {
    const two = many(2).map((appliance) => ({ ...appliance, notify: ['ops@example.com'] }));
    expect(quantities(detection(two))['e-mails']).toBe(quantities(detection(two)).messages);
  });
});

describe('what it costs', () => {
  test('one appliance of the default configuration costs less than 6 dollars a month, wherever it is', () => {
    for (const region of ['us-east-1', 'ap-northeast-1']) {
      expect(billed(detection([anAppliance()]), pricesIn(region)).usd).toBeLessThan(6);
    }
  });

  test('the prices are those of the Region where the list has them, and else those of us-east-1, said so', () => {
    expect(pricesIn('ap-northeast-1')).toMatchObject({ region: 'ap-northeast-1' });
    expect(pricesIn('ap-northeast-1').usd('log GB')).toBe(0.76);
    expect(pricesIn('eu-central-1').region).toBe('us-east-1');
    expect(pricesIn(undefined).usd('log GB')).toBe(0.5);
  });

  test('a bill is the sum of its items, each at its price', () => {
    const use: Use = { what: 'news', quantity: 100_000, unit: 'e-mails', because: '' };
    expect(billed([use, { ...use, unit: 'alarms', quantity: 3 }], pricesIn('us-east-1'))).toMatchObject({
      items: [{ usd: 2 }, { usd: expect.closeTo(0.3) }],
      usd: expect.closeTo(2.3),
    });
  });
});
