/** AvoidedZones: a mark is followed for a day at most, adds to what is avoided already, and leaves nothing behind. */
import { describe, expect, test } from '@jest/globals';
import {
  avoidedZones,
  avoidingToo,
  avoidingWithout,
  readAvoidedZones,
} from '../../../../shared/domain/decision/avoided-zones.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';

const NOW = '2026-11-21T03:00:00.000Z';

const marked = (value?: string) => ({ tags: value === undefined ? {} : { [TAG.avoidZones]: value } });

describe('a mark', () => {
  test.each([
    ['with one zone', 'ap-northeast-1a until 2026-11-21T04:00:00.000Z', ['ap-northeast-1a']],
    [
      'with two',
      'ap-northeast-1a ap-northeast-1d until 2026-11-22T03:00:00.000Z',
      ['ap-northeast-1a', 'ap-northeast-1d'],
    ],
    ['that is over', 'ap-northeast-1a until 2026-11-21T02:59:59.000Z', []],
    ['that ends in two days', 'ap-northeast-1a until 2026-11-23T03:00:00.000Z', []],
    ['without an end', 'ap-northeast-1a', []],
    ['without a zone', 'until 2026-11-21T04:00:00.000Z', []],
    ['with no time', 'ap-northeast-1a until tomorrow', []],
    ['of other words', '<script> until 2026-11-21T04:00:00.000Z', []],
  ])('%s', (_, value, zones) => expect(avoidedZones(marked(value), NOW)).toEqual(zones));

  test('that is not followed says why, and one that is over says only that', () => {
    expect(readAvoidedZones(marked('ap-northeast-1a until 2026-11-23T03:00:00.000Z'), NOW)).toMatchObject({
      ...{ kind: 'malformed', why: 'is more than 24 hours away, the longest time' },
    });
    const over = 'ap-northeast-1a until 2026-11-20T03:00:00.000Z';
    expect(readAvoidedZones(marked(over), NOW)).toEqual({ kind: 'over', value: over });
    expect(readAvoidedZones(marked(), NOW)).toEqual({ kind: 'none' });
  });
});

describe('writing one', () => {
  const A = 'ap-northeast-1a until 2026-11-21T04:00:00.000Z';

  test('lasts a day, and keeps the zones that are avoided already', () => {
    expect(avoidingToo(marked(), 'ap-northeast-1d', NOW)).toBe('ap-northeast-1d until 2026-11-22T03:00:00.000Z');
    const both = 'ap-northeast-1a ap-northeast-1d until 2026-11-22T03:00:00.000Z';
    expect(avoidingToo(marked(A), 'ap-northeast-1d', NOW)).toBe(both);
    expect(avoidingToo(marked(both), 'ap-northeast-1a', NOW)).toBe(both);
  });

  test('the end of one leaves the other until its own end', () => {
    const both = 'ap-northeast-1a ap-northeast-1d until 2026-11-21T04:00:00.000Z';
    expect(avoidingWithout(marked(both), 'ap-northeast-1d', NOW)).toBe(A);
    expect(avoidingWithout(marked(A), 'ap-northeast-1a', NOW)).toBeUndefined();
    expect(avoidingWithout(marked(), 'ap-northeast-1a', NOW)).toBeUndefined();
  });
});
