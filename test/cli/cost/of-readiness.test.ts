/** What the hourly check costs: two metrics and two alarms of each appliance, and little else. */
import { expect, test } from '@jest/globals';
import { billed } from '../../../cli/cost/item.ts';
import { readiness } from '../../../cli/cost/of-readiness.ts';
import { pricesIn } from '../../../cli/cost/prices.ts';
import { anAppliance } from '../../support/appliances.ts';

const quantitiesOf = (count: number): Record<string, number> =>
  Object.fromEntries(
    readiness(Array.from({ length: count }, (_, at) => anAppliance({ name: `box-${at}` }))).map(
      ({ what, quantity }) => [what, quantity],
    ),
  );

test('one appliance is checked 730 times a month by one function, and by every function that changes something', () => {
  const one = quantitiesOf(1);
  expect([one['check: invocations'], (one['dry runs: invocations'] ?? 0) % 730]).toEqual([730, 0]);
  expect(one['dry runs: invocations']).toBeGreaterThanOrEqual(6 * 730);
  expect(one.metrics).toBe(2);
});

test('ten share the function that asks, which waits between them, and nothing else', () => {
  const [one, ten] = [quantitiesOf(1), quantitiesOf(10)];
  const shared = ['check: invocations', 'check: log', 'notify: running', 'notify: invocations', 'notify: log'];
  for (const [what, quantity] of Object.entries(one)) {
    if (what === 'check: running') expect(ten[what]).toBeCloseTo((quantity / 16) * (16 + 9 * 2.5));
    else if (what === 'reading metrics') expect(ten[what]).toBe(730 * 11);
    else expect([what, ten[what]]).toEqual([what, expect.closeTo(shared.includes(what) ? quantity : 10 * quantity)]);
  }
});

test('a month of one appliance costs less than a dollar', () =>
  expect(billed(readiness([anAppliance()]), pricesIn('ap-northeast-1')).usd).toBeLessThan(1));
