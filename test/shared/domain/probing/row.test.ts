/** When failed probes are in a row, since when, and which question follows from it. */
import { describe, expect, test } from '@jest/globals';
import type { ProbeVerdict } from '../../../../shared/domain/probing/probing.ts';
import { extended, questionOf, type Row, rowIn } from '../../../../shared/domain/probing/row.ts';

const START = Date.parse('2026-11-21T03:00:00.400Z');
const at = (second: number): string => new Date(START + second * 1000).toISOString();

const SIGNS: Record<string, ProbeVerdict> = { x: 'failing', o: 'answering', '?': 'unknown' };

/** One sign for each interval; a dot is a probe that was never made. */
function rowAfter(signs: string, intervalSeconds: number): Row | undefined {
  return [...signs].reduce<Row | undefined>((row, sign, index) => {
    const verdict = SIGNS[sign];
    return verdict ? extended(row, { verdict, at: at(index * intervalSeconds), intervalSeconds }) : row;
  }, undefined);
}

describe('a row of failed probes', () => {
  test.each([
    { what: 'begins with the first', signs: 'oox', row: { since: at(20), at: at(20), failures: 1 } },
    { what: 'counts those after it', signs: 'oxxx', row: { since: at(10), at: at(30), failures: 3 } },
    { what: 'ends with an answer', signs: 'xxo', row: undefined },
    { what: 'begins anew after an answer', signs: 'xxox', row: { since: at(30), at: at(30), failures: 1 } },
    { what: 'is not counted by an unknown', signs: 'x?x', row: { since: at(0), at: at(20), failures: 2 } },
    { what: 'goes on over three intervals', signs: 'x..x', row: { since: at(0), at: at(30), failures: 2 } },
    { what: 'begins anew after a longer gap', signs: 'x...x', row: { since: at(40), at: at(40), failures: 1 } },
    { what: 'does not outlast a long unknown', signs: 'x???x', row: { since: at(40), at: at(40), failures: 1 } },
  ])('$what: $signs', ({ signs, row }) => expect(rowAfter(signs, 10)).toEqual(row));

  test('of a short interval goes on over twenty seconds, in which one invocation follows the other', () => {
    expect(rowAfter(`x${'.'.repeat(19)}x`, 1)?.failures).toBe(2);
    expect(rowAfter(`x${'.'.repeat(20)}x`, 1)?.failures).toBe(1);
  });

  test('is the same when another environment reads it from the published points', () => {
    const points = [
      { appliance: 'sophos', at: at(30), failed: true },
      { appliance: 'sophos', at: at(20), failed: true },
      { appliance: 'sophos', at: at(10), failed: false },
      { appliance: 'sophos', at: at(0), failed: true },
    ];
    const read = { from: at(-300), intervalSeconds: 10 };
    expect(rowIn(points, read)).toEqual({ since: at(20), at: at(30), failures: 2 });
    expect(rowIn([], read)).toBeUndefined();
  });

  test('that began before what was read of it is old, also when it goes on, and until an answer', () => {
    const points = [at(30), at(20), at(10), at(0)].map((instant) => ({
      appliance: 'sophos',
      at: instant,
      failed: true,
    }));
    const old = rowIn(points, { from: at(-5), intervalSeconds: 10 });
    expect(old).toEqual({ since: at(0), at: at(30), failures: 4, old: true });
    const next = { verdict: 'failing', at: at(40), intervalSeconds: 10 } as const;
    expect(extended(old, next)).toMatchObject({ failures: 5, old: true });
    expect(extended(extended(old, { ...next, verdict: 'answering' }), next)).toEqual({
      since: at(40),
      at: at(40),
      failures: 1,
    });
  });
});

describe('the question', () => {
  const row = (failures: number): Row => ({ since: at(0), at: at(50), failures });
  const ask = (failures: number, rebootGraceSeconds: number, second: number) =>
    questionOf(row(failures), { appliance: 'sophos', failures: 6, rebootGraceSeconds, now: at(second) });

  test('is not asked about an old row: it was asked before', () => {
    const old: Row = { ...row(200), old: true };
    expect(questionOf(old, { appliance: 'sophos', failures: 6, rebootGraceSeconds: 0, now: at(52) })).toBeUndefined();
  });

  test('is not asked before the row is long enough', () => expect(ask(5, 0, 50)).toBeUndefined());

  test('is named after the first failed probe, to the second', () =>
    expect(ask(6, 0, 52)).toEqual({ name: 'probe-sophos-1795230000', because: 'row' }));

  test('is asked again under another name when the grace is over', () => {
    expect(ask(6, 60, 59)?.because).toBe('row');
    expect(ask(7, 60, 60)).toEqual({ name: 'grace-sophos-1795230000', because: 'grace' });
  });
});
