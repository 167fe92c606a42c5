/** In which order parts are moved: the first route of each table first, and what needs the address after it. */
import { describe, expect, test } from '@jest/globals';
import { AT_ONCE_MAX, followsAddress, inOrder } from '../../../../shared/domain/traffic/order.ts';

const route = (routeTableId: string, index: number) =>
  ({ kind: 'route', routeTableId, destination: `10.${index}.0.0/16` }) as const;

const table = (id: string, count: number) => Array.from({ length: count }, (_, index) => route(id, index));

describe('the order of the routes', () => {
  test('is that of the plan while all of them are moved at once', () => {
    const few = [...table('rtb-a', AT_ONCE_MAX / 2), ...table('rtb-b', AT_ONCE_MAX / 2)];
    expect(inOrder(few)).toEqual(few);
  });

  test('begins with the first of every table where they are many', () => {
    const many = [...table('rtb-a', 30), ...table('rtb-b', 30)];
    expect(inOrder(many).slice(0, 4)).toEqual([
      route('rtb-a', 0),
      route('rtb-b', 0),
      route('rtb-a', 1),
      route('rtb-b', 1),
    ]);
    expect(inOrder(many)).toHaveLength(60);
  });
});

describe('a route of the table of a gateway', () => {
  test('follows the address, and no other part does', () => {
    expect([{ ...route('rtb-a', 0), edge: true as const }, route('rtb-a', 0)].map(followsAddress)).toEqual([
      true,
      false,
    ]);
  });
});
