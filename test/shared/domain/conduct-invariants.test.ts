/** How a takeover went about its work: what keeps each invariant, and what breaks it. */
import { describe, expect, test } from '@jest/globals';
import {
  notReadBack,
  startedWhilePaused,
  tookOwnership,
  unfencedTooLong,
} from '../../../shared/domain/conduct-invariants.ts';
import { aPlan } from '../../support/plans.ts';
import { aLaunch, aStory } from '../../support/stories.ts';

describe('S9: while paused', () => {
  const pause = { until: '2026-11-21T04:00:00.000Z', since: '2026-11-21T02:00:00.000Z' };

  test('an automatic takeover that begins is named', () => {
    expect(startedWhilePaused(aPlan(), pause)).toEqual([`S9: generation 1 began while paused until ${pause.until}`]);
  });

  test('a person may begin, and so may anybody after the pause or before one that nobody could see yet', () => {
    expect(startedWhilePaused(aPlan({ automatic: false }), pause)).toEqual([]);
    expect(startedWhilePaused(aPlan(), undefined)).toEqual([]);
    expect(startedWhilePaused(aPlan(), { ...pause, until: '2026-11-21T03:00:03.000Z' })).toEqual([]);
    expect(startedWhilePaused(aPlan(), { ...pause, since: '2026-11-21T02:59:50.000Z' })).toEqual([]);
  });

  test('one that is lengthened at the last moment has stood before', () => {
    const lengthened = { until: '2026-11-21T05:00:00.000Z', since: '2026-11-21T02:59:59.000Z', before: pause };
    expect(startedWhilePaused(aPlan(), lengthened)).toEqual([
      `S9: generation 1 began while paused until ${pause.until}`,
    ]);
    const over = { ...pause, until: '2026-11-21T03:00:03.000Z' };
    expect(startedWhilePaused(aPlan(), { ...lengthened, before: over })).toEqual([]);
  });
});

describe('S13: read back', () => {
  const at = '2026-11-21T03:00:31.000Z';
  const reads = [
    { action: 'DescribeInstances', by: 'await-replacement', at },
    { action: 'DescribeAddresses', by: 'move-traffic', at },
    { action: 'DescribeRouteTables', by: 'move-traffic', at },
  ];

  test('every change is, by whoever made it', () => {
    expect(notReadBack(aStory(), reads)).toEqual([]);
  });

  test.each([
    ['DescribeInstances', 'launch by launch-replacement', 1],
    ['DescribeAddresses', 'move-address by move-traffic', 1],
    ['DescribeRouteTables', 'write-route by move-traffic', 2],
  ])('without %s, %s is named', (action, what, times) => {
    const without = reads.filter((read) => read.action !== action);
    expect(notReadBack(aStory(), without)).toEqual(Array(times).fill(`S13: ${what} was never read back`));
  });

  test('what a late attempt has launched, nobody has heard of', () => {
    const late = aLaunch({ at: '2026-11-21T03:00:59.000Z' });
    expect(notReadBack(aStory({ deeds: [late] }), reads)).toEqual([
      'S13: launch by launch-replacement was never read back',
    ]);
    expect(notReadBack(aStory({ deeds: [{ ...late, unheard: true }] }), reads)).toEqual([]);
  });

  test('a read from before the change, or by somebody else, proves nothing', () => {
    const early = reads.map((read) => ({ ...read, at: '2026-11-21T03:00:29.000Z' }));
    expect(notReadBack(aStory(), early)).toHaveLength(4);
    const others = reads.map((read) => ({ ...read, by: 'verify-traffic' }));
    expect(notReadBack(aStory(), others)).toHaveLength(4);
  });

  test('a takeover that failed says itself what it could not see', () => {
    expect(notReadBack(aStory({ succeeded: false }), [])).toEqual([]);
  });
});

test('S11: a retired instance that runs for longer than three sweeps is named', () => {
  const since = '2026-11-21T03:00:00.000Z';
  expect(unfencedTooLong('i-old', { since, now: '2026-11-21T03:03:00.000Z' })).toEqual([]);
  expect(unfencedTooLong('i-old', { since, now: '2026-11-21T03:03:01.000Z' })).toEqual([
    'S11: i-old was retired, and runs for more than 180 s',
  ]);
});

describe('S16: whose an address is', () => {
  const change = { by: 'claim', at: '2026-11-21T03:00:31.000Z', touchedAt: undefined };

  test('a step that writes its own name over that of another stack is named', () => {
    expect(tookOwnership({ ...change, before: 'failover-other', now: 'failover-dev' })).toEqual([
      'S16: claim took the address from failover-other for failover-dev',
    ]);
    expect(tookOwnership({ ...change, before: 'failover-other', now: undefined })).toHaveLength(1);
  });

  test('an address without an owner may be claimed, and what changed seconds before could not be seen', () => {
    expect(tookOwnership({ ...change, before: undefined, now: 'failover-dev' })).toEqual([]);
    expect(tookOwnership({ ...change, before: 'failover-dev', now: 'failover-dev' })).toEqual([]);
    const touchedAt = '2026-11-21T03:00:20.000Z';
    expect(tookOwnership({ ...change, before: 'failover-other', now: 'failover-dev', touchedAt })).toEqual([]);
  });
});
