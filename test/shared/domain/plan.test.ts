/** The order of the changes, and that planning again resumes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { apply, type Change, movesTraffic, planChanges, type Situation } from '../../../shared/domain/plan.ts';
import type { RouteTarget } from '../../../shared/domain/snapshot.ts';
import { aimedAt, anAddress, aRoute, NEW, OLD, someTraffic } from '../../support/snapshots.ts';

const failedOver: Situation = {
  traffic: someTraffic(),
  old: { instanceId: OLD.instanceId, stopped: false },
  fencing: 'stop-last',
};
const kindsOf = (changes: Change[]): string[] => changes.map(({ kind }) => kind);

const target = fc.constantFrom<RouteTarget>(
  { kind: 'absent' },
  { kind: 'other', id: 'igw-1', blackhole: true },
  aimedAt(OLD),
  aimedAt(OLD, true),
  aimedAt(NEW),
);
const end = fc.constantFrom(OLD, NEW, { instanceId: undefined, networkInterfaceId: undefined });

/** Any half-way state that a dead run may leave behind, with up to four routes. */
const situation: fc.Arbitrary<Situation> = fc
  .record({
    holder: end,
    targets: fc.array(target, { maxLength: 4 }),
    replacement: fc.option(fc.record({ forwards: fc.boolean() }), { nil: undefined }),
    old: fc.option(fc.record({ stopped: fc.boolean() }), { nil: undefined }),
    fencing: fc.constantFrom('stop-last' as const, 'stop-first' as const),
  })
  .map(({ holder, targets, replacement, old, fencing }) => ({
    traffic: {
      address: anAddress(holder),
      routes: targets.map((aim, at) => aRoute({ routeTableId: `rtb-${at}`, target: aim })),
    },
    replacement: replacement && { ...NEW, ...replacement },
    old: old && { instanceId: OLD.instanceId, ...old },
    fencing,
  }));

/** A launch makes a new instance, so nothing can already stand at it. */
const LAUNCHED = { instanceId: 'i-launched', networkInterfaceId: 'eni-launched' };

describe('the plan', () => {
  test('moves address and every route before it stops the failed one', () => {
    expect(kindsOf(planChanges(failedOver))).toEqual([
      'launch-replacement',
      'let-replacement-forward',
      'move-address',
      'move-route',
      'move-route',
      'stop-failed',
    ]);
  });

  test('stops the failed one first when a licence forbids two copies', () => {
    const kinds = kindsOf(planChanges({ ...failedOver, fencing: 'stop-first' }));
    expect(kinds.indexOf('stop-failed')).toBe(0);
    expect(kinds.indexOf('launch-replacement')).toBe(1);
  });

  test('stops nobody when there is nobody to stop, or it has stopped', () => {
    expect(kindsOf(planChanges({ ...failedOver, old: undefined }))).not.toContain('stop-failed');
    const stopped = { instanceId: OLD.instanceId, stopped: true };
    expect(kindsOf(planChanges({ ...failedOver, old: stopped }))).not.toContain('stop-failed');
  });

  test('is empty once everything stands at the replacement', () => {
    const over = { traffic: someTraffic(NEW), replacement: { ...NEW, forwards: true }, fencing: 'stop-last' as const };
    expect(planChanges(over)).toEqual([]);
  });

  test('planned again after any prefix of it, is exactly its rest', () => {
    fc.assert(
      fc.property(situation, (begun) => {
        let current = begun;
        for (let rest = planChanges(begun); ; rest = rest.slice(1)) {
          expect(planChanges(current)).toEqual(rest);
          const [change] = rest;
          if (!change) return;
          current = apply(current, change, LAUNCHED);
        }
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  test('stops the failed one last or first, and never in between', () => {
    fc.assert(
      fc.property(situation, (begun) => {
        const kinds = kindsOf(planChanges(begun));
        const at = kinds.indexOf('stop-failed');
        expect([-1, begun.fencing === 'stop-first' ? 0 : kinds.length - 1]).toContain(at);
      }),
      { seed: 20261121 },
    );
  });

  test('moves traffic with three kinds of change', () => {
    const kinds = kindsOf(planChanges(failedOver).filter(movesTraffic));
    expect(new Set(kinds)).toEqual(new Set(['let-replacement-forward', 'move-address', 'move-route']));
  });

  test('cannot be applied without a replacement', () => {
    expect(() => apply(failedOver, { kind: 'let-replacement-forward' })).toThrow(/before there is a replacement/);
  });
});
