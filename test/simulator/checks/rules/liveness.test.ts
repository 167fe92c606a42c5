/** What must come to pass after faults have ceased: what keeps each invariant, and what breaks it. */
import { describe, expect, test } from '@jest/globals';
import {
  delayedByLoss,
  failedInSilence,
  neverEnded,
  notBack,
  returnsBefore,
} from '../../../../simulator/checks/rules/liveness.ts';

describe('L1: service is back', () => {
  const appliance = { bootLimitSeconds: 240 };
  const faultsCeasedAt = '2026-11-21T03:00:00.000Z';

  test('within 35 minutes of the last obstacle, for a boot limit of four', () => {
    expect(returnsBefore({ faultsCeasedAt }, appliance)).toBe('2026-11-21T03:35:00.000Z');
    const pausedUntil = '2026-11-21T04:00:00.000Z';
    expect(returnsBefore({ faultsCeasedAt, pausedUntil }, appliance)).toBe('2026-11-21T04:35:00.000Z');
    const coolingDownUntil = '2026-11-21T03:10:00.000Z';
    expect(returnsBefore({ faultsCeasedAt, coolingDownUntil }, appliance)).toBe('2026-11-21T03:45:00.000Z');
  });

  test('or it is named', () => {
    const before = '2026-11-21T03:35:00.000Z';
    const away = { serves: false, lookedAt: before, before, hanging: [] };
    expect(notBack({ ...away, serves: true })).toEqual([]);
    expect(notBack({ ...away, lookedAt: '2026-11-21T03:34:59.000Z' })).toEqual([]);
    expect(notBack(away)).toEqual([`L1: nothing answers at ${before}, and service was due before ${before}`]);
  });

  test('L3: also while a stop hangs, or that is named as well', () => {
    const before = '2026-11-21T03:35:00.000Z';
    expect(notBack({ serves: false, lookedAt: before, before, hanging: ['i-old'] })).toEqual([
      `L3: nothing answers at ${before}, and service was due before ${before}, while i-old hangs in its stop`,
    ]);
  });
});

test('L2: a lost event delays by no more than one sweep', () => {
  expect(delayedByLoss({ heard: 40, lost: 104 }, 5)).toEqual([]);
  expect(delayedByLoss({ heard: 40, lost: 106 }, 5)).toEqual([
    'L2: the loss of one event delayed the takeover by 66.0 s',
  ]);
});

describe('L4', () => {
  test('every run ends', () => {
    expect(neverEnded([])).toEqual([]);
    expect(neverEnded(['takeover-sophos-g1'])).toEqual(['L4: takeover-sophos-g1 has not ended']);
  });

  test('every failed run is notified, by its own name and after its end', () => {
    const failed = { name: 'takeover-sophos-g1', succeeded: false, endedAt: '2026-11-21T03:02:00.000Z' };
    const page = { about: 'the takeover takeover-sophos-g1 failed', at: '2026-11-21T03:02:05.000Z' };
    expect(failedInSilence([failed], [page])).toEqual([]);
    expect(failedInSilence([{ ...failed, succeeded: true }], [])).toEqual([]);
    const silent = ['L4: takeover-sophos-g1 failed, and no operator was notified'];
    expect(failedInSilence([failed], [])).toEqual(silent);
    expect(failedInSilence([failed], [{ ...page, at: '2026-11-21T03:01:59.000Z' }])).toEqual(silent);
    expect(failedInSilence([failed], [{ ...page, about: 'takeover-sophos-g2' }])).toEqual(silent);
    expect(failedInSilence([failed], [{ ...page, about: 'takeover-sophos-g12 failed' }])).toEqual(silent);
  });
});
