/** A clock that only its own sleepers move, for what waits within one step. */
import type { Clock } from '../../shared/clock.ts';

export type CountingClock = Clock & { readonly sleptMs: number[]; pass(milliseconds: number): void };

export function aClock(start = '2026-11-21T03:00:00.000Z'): CountingClock {
  let nowMs = Date.parse(start);
  const sleptMs: number[] = [];
  return {
    sleptMs,
    now: () => new Date(nowMs),
    pass: (milliseconds) => {
      nowMs += milliseconds;
    },
    sleep: async (milliseconds) => {
      sleptMs.push(milliseconds);
      nowMs += milliseconds;
    },
  };
}
