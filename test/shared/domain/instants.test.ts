/** Instants: every form that AWS writes becomes our one form. */
import { describe, expect, test } from '@jest/globals';
import { hoursBetween, plusSeconds, secondsBetween, toInstant } from '../../../shared/domain/instants.ts';

describe('an instant', () => {
  test.each([
    ['as CloudWatch writes it', '2026-11-21T03:00:00.123+0000', '2026-11-21T03:00:00.123Z'],
    ['as EventBridge writes it', '2026-11-21T03:00:00Z', '2026-11-21T03:00:00.000Z'],
    ['in another zone', '2026-11-21T12:00:00+09:00', '2026-11-21T03:00:00.000Z'],
  ])('%s is read', (_, written, instant) => {
    expect(toInstant(written)).toBe(instant);
  });

  test.each(['', 'yesterday', '2026-13-01T00:00:00Z'])('is not made of %j', (text) => {
    expect(toInstant(text)).toBeUndefined();
  });

  test('moves by seconds, across midnight too', () => {
    expect(plusSeconds('2026-11-20T23:59:50.500Z', 10)).toBe('2026-11-21T00:00:00.500Z');
  });

  test('is compared in seconds and hours, with a sign', () => {
    const span = { from: '2026-11-21T03:00:00.000Z', to: '2026-11-21T04:30:00.000Z' };
    expect(secondsBetween(span)).toBe(5400);
    expect(hoursBetween({ from: span.to, to: span.from })).toBe(-1.5);
  });
});
