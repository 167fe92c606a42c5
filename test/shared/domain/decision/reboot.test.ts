/** The excuse of an announced reboot: it expires, and a value that no function would write excuses nothing. */
import { describe, expect, test } from '@jest/globals';
import { excusedUntil, rebootUntil, spentExcuse } from '../../../../shared/domain/decision/reboot.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';

const LIMITS = { bootLimitSeconds: 600, now: '2026-11-21T03:00:00.000Z' };

const asRead = (value?: string): [string | undefined, string | undefined] => {
  const tagged = { tags: value === undefined ? {} : { [TAG.rebootingUntil]: value } };
  return [excusedUntil(tagged, LIMITS), spentExcuse(tagged, LIMITS)];
};

describe('an announced reboot', () => {
  test('is excused for the boot limit from its announcement on', () => {
    const until = rebootUntil(LIMITS);
    expect(until).toBe('2026-11-21T03:10:00.000Z');
    expect(asRead(until)).toEqual([until, undefined]);
  });

  test.each([
    ['over a moment ago', '2026-11-21T02:59:30.000Z', undefined],
    ['over by any clock', '2026-11-21T02:58:59.000Z', '2026-11-21T02:58:59.000Z'],
    ['further away than any rotation would write', '2026-11-21T04:00:00.000Z', '2026-11-21T04:00:00.000Z'],
    ['no instant', 'forever', 'forever'],
    ['not there', undefined, undefined],
  ])('that is %s excuses nothing', (_, value, spent) => expect(asRead(value)).toEqual([undefined, spent]));

  test.each([
    ['a minute ago', '2026-11-21T02:59:00.000Z', '2026-11-21T03:10:00.000Z'],
    ['nearly as long ago as a boot may take', '2026-11-21T02:52:00.000Z', '2026-11-21T03:03:00.000Z'],
    ['longer ago than a boot may take', '2026-11-21T02:48:00.000Z', undefined],
  ])('excuses a silence that began %s for as long as a boot may take, and no longer', (_, silentSince, until) => {
    const tagged = { tags: { [TAG.rebootingUntil]: '2026-11-21T03:10:00.000Z' } };
    expect(excusedUntil(tagged, { ...LIMITS, silentSince })).toBe(until);
  });
});
