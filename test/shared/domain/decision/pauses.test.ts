/** Pauses end automatically. */
import { describe, expect, test } from '@jest/globals';
import { readPause } from '../../../../shared/domain/decision/pauses.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const paused = (value: string) => readPause({ tags: { [TAG.pausedUntil]: value } }, NOW);

describe('a pause', () => {
  test('may be none', () => expect(readPause({ tags: {} }, NOW)).toEqual({ kind: 'none' }));
  test('lasts until its end', () =>
    expect(paused('2026-11-21T03:00:01Z')).toEqual({ kind: 'until', until: '2026-11-21T03:00:01.000Z' }));
  test('is not over before everybody’s clock says so', () =>
    expect(paused('2026-11-21T02:59:30Z')).toMatchObject({ kind: 'until' }));
  test('is over a minute later', () =>
    expect(paused('2026-11-21T02:59:00Z')).toEqual({ kind: 'over', value: '2026-11-21T02:59:00Z' }));
  test('without an end is malformed', () =>
    expect(paused('forever')).toEqual({ kind: 'malformed', value: 'forever', why: 'is not a valid time' }));
  test('may last for seven days, by the clock of an operator that is ahead by an hour at most', () =>
    expect(paused('2026-11-28T04:00:00Z')).toMatchObject({ kind: 'until' }));
  test('that lasts longer than seven days is malformed', () =>
    expect(paused('2026-11-28T04:00:01Z')).toMatchObject({
      kind: 'malformed',
      why: 'is more than 7 days away, the longest pause',
    }));
});
