/** A plan with many routes is stored in groups, and read as if it had not been. */
import { describe, expect, test } from '@jest/globals';
import type { Route } from '../../../../shared/domain/snapshot.ts';
import { listedPlan, listedRoutes, storedPlan } from '../../../../shared/domain/traffic/stored-routes.ts';
import { aPlan } from '../../../support/plans.ts';

const AT = { kind: 'network-interface', id: 'eni-0old', instanceId: 'i-0old', blackhole: false } as const;

const routesOf = (tables: number, each: number): Route[] =>
  Array.from({ length: tables * each }, (_, index) => ({
    routeTableId: `rtb-${Math.floor(index / each)}`,
    destination: `2001:db8:${(index % each).toString(16)}:ffff::/64`,
    target: AT,
  }));

describe('the routes of a stored plan', () => {
  test('are listed one by one while they are few, so that an earlier release reads them', () => {
    const plan = { ...aPlan(), routes: routesOf(2, 10) };
    expect(storedPlan(plan)).toEqual(plan);
  });

  test('are grouped by table and target where they are many, and come back in their order', () => {
    const elsewhere: Route = {
      routeTableId: 'rtb-0',
      destination: 'pl-0a1b2c3d',
      edge: true,
      target: { kind: 'absent' },
    };
    const routes = [...routesOf(2, 20), elsewhere];
    const stored = storedPlan({ ...aPlan(), routes });
    expect(stored.routes).toHaveLength(3);
    expect(stored.routes[0]).toMatchObject({ routeTableId: 'rtb-0', device: 0, target: AT });
    expect(listedRoutes(JSON.parse(JSON.stringify(stored.routes)))).toEqual(routes);
    expect(listedPlan(stored).routes).toEqual(routes);
  });

  test('take less than a tenth of what an execution has room for, however long they are written', () => {
    const stored = storedPlan({ ...aPlan(), routes: routesOf(2, 200) });
    expect(JSON.stringify(stored.routes).length).toBeLessThan(25_000);
  });

  test('of another shape stay as they are', () => {
    expect(listedPlan({ routes: 'none' })).toEqual({ routes: 'none' });
  });
});
