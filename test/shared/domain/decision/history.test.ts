/** What earlier takeovers did, with and without a record. */
import { describe, expect, test } from '@jest/globals';
import {
  diedUnclosed,
  movedTraffic,
  neverAnswered,
  type PastTakeover,
  stoppedItsOld,
} from '../../../../shared/domain/decision/history.ts';
import * as past from '../../../support/past-takeovers.ts';
import { aPastTakeover, aRecord, diedSilently, failedBeforeMoving } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { anInstance, NEW, OLD } from '../../../support/snapshots.ts';

describe('a takeover died unclosed', () => {
  test('when it ended badly and left no record', () => {
    expect(diedUnclosed(diedSilently())).toBe(true);
    expect(diedUnclosed(diedSilently({ status: 'TIMED_OUT' }))).toBe(true);
  });

  test('not when it runs, succeeded, or said how it failed', () => {
    expect(diedUnclosed(diedSilently({ status: 'RUNNING' }))).toBe(false);
    expect(diedUnclosed(aPastTakeover({ record: undefined }))).toBe(false);
    expect(diedUnclosed(failedBeforeMoving())).toBe(false);
  });
});

describe('a takeover moved traffic', () => {
  test('when its record says so, wherever the address is now', () => {
    expect(movedTraffic(aPastTakeover({ record: aRecord({ undone: true }) }), OLD.instanceId)).toBe(true);
    expect(movedTraffic(failedBeforeMoving(), NEW.instanceId)).toBe(false);
  });

  test('without a record, when the address has left the old instance', () => {
    expect(movedTraffic(diedSilently(), NEW.instanceId)).toBe(true);
    expect(movedTraffic(diedSilently(), OLD.instanceId)).toBe(false);
    expect(movedTraffic(diedSilently(), undefined)).toBe(false);
  });
});

describe('a takeover stopped its old instance', () => {
  const stopFirst = (overrides: Partial<PastTakeover> = {}) =>
    failedBeforeMoving({ plan: { ...aPlan(), fencing: 'stop-first' }, ...overrides });
  const stopped = (stateSince?: string) => anInstance({ id: OLD.instanceId, state: 'stopped', stateSince });

  test('when it stops first, and EC2 says no other moment than its own', () => {
    expect(stoppedItsOld(stopFirst(), stopped('2026-11-21T01:56:00.000Z'))).toBe(true);
    expect(stoppedItsOld(stopFirst(), stopped())).toBe(true);
  });

  test.each([
    ['it stops last', failedBeforeMoving(), stopped()],
    ['it succeeded', stopFirst({ status: 'SUCCEEDED' }), stopped()],
    ['it was about another instance', stopFirst(), anInstance({ id: NEW.instanceId, state: 'stopped' })],
    ['it was stopped afterwards', stopFirst(), stopped('2026-11-21T02:30:00.000Z')],
    ['it had been stopped before', stopFirst(), stopped('2026-11-21T01:30:00.000Z')],
  ])('not when %s', (_why, past, holder) => {
    expect(stoppedItsOld(past, holder)).toBe(false);
  });
});

test('a replacement never answered when it got the traffic, kept it, and stayed silent', () => {
  expect(neverAnswered(past.neverAnswered())).toBe(true);
  expect(neverAnswered(aPastTakeover())).toBe(false);
  expect(neverAnswered(failedBeforeMoving())).toBe(false);
  expect(neverAnswered(diedSilently())).toBe(false);
  expect(neverAnswered(aPastTakeover({ record: aRecord({ answered: false, undone: true }) }))).toBe(false);
});
