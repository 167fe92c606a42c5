/** What earlier takeovers did, with and without a record. */
import { describe, expect, test } from '@jest/globals';
import { diedUnclosed, movedTraffic, neverAnswered } from '../../../shared/domain/history.ts';
import * as past from '../../support/past-takeovers.ts';
import { aPastTakeover, aRecord, diedSilently, failedBeforeMoving } from '../../support/past-takeovers.ts';
import { NEW, OLD } from '../../support/snapshots.ts';

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

test('a replacement never answered when it got the traffic, kept it, and stayed silent', () => {
  expect(neverAnswered(past.neverAnswered())).toBe(true);
  expect(neverAnswered(aPastTakeover())).toBe(false);
  expect(neverAnswered(failedBeforeMoving())).toBe(false);
  expect(neverAnswered(diedSilently())).toBe(false);
  expect(neverAnswered(aPastTakeover({ record: aRecord({ answered: false, undone: true }) }))).toBe(false);
});
