/** The rules of a planned move: whether the old one is kept, how long is waited, and who moves as carefully. */
import { describe, expect, test } from '@jest/globals';
import {
  bootSeconds,
  holdUnproven,
  keepsOld,
  modeOf,
  wentBack,
} from '../../../../shared/domain/decision/planned-move.ts';
import { aPerson, theSweep } from '../../../support/evidence.ts';
import { aPlan } from '../../../support/plans.ts';

const PLANNED = aPlan({ mode: 'switchover', automatic: false });
const measuredBoot = { seconds: 600, at: '2026-11-14T03:20:00.000Z', imageId: 'ami-new' };

test('only a switchover keeps its old instance, unless a licence forbids two copies', () => {
  expect(keepsOld(PLANNED)).toBe(true);
  expect(keepsOld(aPlan())).toBe(false);
  expect(keepsOld({ ...PLANNED, fencing: 'stop-first' })).toBe(false);
});

test('a planned move waits for the boot that was measured, within the boot limit', () => {
  expect(bootSeconds({ ...PLANNED, measuredBoot })).toBe(600);
  expect(bootSeconds({ ...PLANNED, measuredBoot, bootLimitSeconds: 300 })).toBe(300);
  expect(bootSeconds(PLANNED)).toBe(0);
  expect(bootSeconds({ ...PLANNED, measuredBoot, finish: { instanceId: 'i-1', generation: 1 } })).toBe(0);
  expect(bootSeconds(aPlan({ measuredBoot }))).toBe(0);
});

describe('the mode of a plan', () => {
  test('is a switchover only where a person asked for one', () => {
    expect(modeOf(aPerson({ mode: 'switchover' }), undefined)).toBe('switchover');
    expect(modeOf(aPerson(), undefined)).toBe('failover');
    expect(modeOf(theSweep, undefined)).toBe('failover');
    expect(modeOf(aPerson({ mode: 'rehearse' }), undefined)).toBe('failover');
  });

  test('stays a switchover while one is finished, unless a person forces a failover', () => {
    expect(modeOf(theSweep, PLANNED)).toBe('switchover');
    expect(modeOf(aPerson(), PLANNED)).toBe('switchover');
    expect(modeOf(aPerson({ force: true }), PLANNED)).toBe('failover');
    expect(modeOf(theSweep, aPlan())).toBe('failover');
  });
});

test('a planned move that was rolled back went back, and no other takeover did', () => {
  expect(wentBack(PLANNED, { undone: true })).toBe(true);
  expect(wentBack(PLANNED, { undone: false })).toBe(false);
  expect(wentBack(aPlan(), { undone: true })).toBe(false);
  expect(wentBack(undefined, { undone: true })).toBe(false);
});

describe('a planned move is held', () => {
  const known = {
    ...{ trigger: aPerson({ mode: 'switchover' }), fencing: 'stop-last' as const, probeProven: false },
    measuredBoot: undefined,
  };

  test('when neither a proven probe nor a measured boot would tell that the new one serves, with the three ways on', () => {
    const held = holdUnproven(known);
    expect(held?.because).toBe('probe-unproven');
    expect(held?.detail).toMatch(/let the probe in .* or wait for a rotation .* or put "force": true/);
  });

  test.each([
    ['its probe is proven', { probeProven: true }],
    ['a boot was measured', { measuredBoot }],
    ['a person forces it', { trigger: aPerson({ mode: 'switchover', force: true }) }],
    ['the old one is stopped first, and there is no way back', { fencing: 'stop-first' as const }],
    ['it is a failover', { trigger: aPerson() }],
    ['it is automatic', { trigger: theSweep }],
  ])('but not when %s', (_, more) => expect(holdUnproven({ ...known, ...more })).toBeUndefined());
});
