/** What the sessions saw becomes a verdict, and the verdicts a row of the table. */
import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../../cli/lab/once.ts';
import { asExpected, cellOf, resultTable } from '../../../cli/lab/table.ts';
import { judge, type Verdict } from '../../../cli/lab/traffic/seen.ts';
import { VARIANTS, type Variant } from '../../../cli/lab/variants.ts';
import { createPaint } from '../../../cli/paint.ts';

const MOMENTS = { diedAt: 1_000, movedAt: 1_400 };

/** Every 20 ms. */
const steady = (from: number, to: number): number[] =>
  Array.from({ length: (to - from) / 20 }, (_, at) => from + at * 20);

describe('a session', () => {
  test('that is answered after the move has survived; its silence begins with the last answer before the death', () =>
    expect(judge('tcp', { heardAt: [...steady(0, 1_000), ...steady(1_500, 3_000)] }, MOMENTS)).toEqual({
      ...{ survived: true, gapMs: 520, usualMs: 20 },
    }));

  test('is silent from its last answer on, also if that was long before the end of the command', () =>
    expect(judge('udp', { heardAt: [...steady(0, 700), ...steady(1_500, 3_000)] }, MOMENTS)).toEqual({
      ...{ survived: true, gapMs: 820, usualMs: 20 },
    }));

  test('that is never answered again hangs', () =>
    expect(judge('ssh', { heardAt: steady(0, 1_000) }, MOMENTS)).toEqual({
      ...{ survived: false, usualMs: 20, why: 'hangs' },
    }));

  test('that was ended has not survived, although it was answered once more', () =>
    expect(
      judge('tcp', { heardAt: [...steady(0, 1_000), 1_500], ended: { at: 1_600, why: 'ECONNRESET' } }, MOMENTS),
    ).toMatchObject({ survived: false, why: 'ECONNRESET' }));

  test('that is answered only until the move, by a firewall that lives on, has not survived', () =>
    expect(judge('tcp', { heardAt: steady(0, 1_380) }, MOMENTS)).toMatchObject({ survived: false }));

  test('that never worked says nothing about the takeover', () =>
    expect(() => judge('udp', { heardAt: [1_500] }, MOMENTS)).toThrow(/the lab itself does not work/));
});

const WELL: Verdict = { survived: true, gapMs: 300, usualMs: 20 };
const HANGS: Verdict = { survived: false, usualMs: 20, why: 'hangs' };

const variantNamed = (name: string): Variant => {
  const found = VARIANTS.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};

const resultOf = (verdict: Verdict, more: Partial<RunResult> = {}): RunResult => ({
  ...{ variant: 'any', run: 1, delay: 0, atOnce: false, moveMs: 250 },
  ...{ udp: WELL, tcp: verdict, ssh: verdict, ...more },
});

describe('the table', () => {
  test('counts the survivors, and shows the range of their silences', () => {
    const results = [resultOf(WELL), resultOf({ ...WELL, gapMs: 420 }), resultOf(HANGS)];
    expect(cellOf('tcp', results)).toBe('2/3 300-420 (hangs)');
  });

  test('one lost session of a variant that must survive is not as expected', () => {
    const variant = variantNamed('routed-loose-none');
    expect(asExpected(variant, [resultOf(WELL), resultOf(WELL)])).toBe(true);
    expect(asExpected(variant, [resultOf(WELL), resultOf(WELL, { ssh: HANGS })])).toBe(false);
  });

  test('nor is a session that survives where none may', () => {
    const variant = variantNamed('routed-strict-none');
    expect(asExpected(variant, [resultOf(HANGS)])).toBe(true);
    expect(asExpected(variant, [resultOf(HANGS, { tcp: WELL })])).toBe(false);
  });

  test('has a row for each variant, and says how many came out', () => {
    const all = [
      { variant: variantNamed('routed-loose-none'), results: [resultOf(WELL)] },
      { variant: variantNamed('routed-strict-none'), results: [resultOf(WELL)] },
    ];
    const text = resultTable(all, { paint: createPaint(false) }).join('\n');
    expect(text).toMatch(/✔ +routed-loose-none +250 +1\/1 300 +1\/1 300 +1\/1 300 +survive/);
    expect(text).toMatch(/✘ +routed-strict-none/);
    expect(text).toContain('1 of 2 variants came out as expected');
  });
});
