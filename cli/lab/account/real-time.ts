/** The simulated account on the clock of the machine: what it is asked takes as long as it would. */
import type { VirtualClock } from '../../../simulator/account/time/clock.ts';

/** Longer timers would end at once; no run lasts a day. */
const LONGEST_MS = 86_400_000;

const AWAITED_MS = 30_000;

export function realTime(): VirtualClock {
  const after = (ms: number, run: () => void): void => {
    const timer = ms < LONGEST_MS ? setTimeout(run, Math.max(0, ms)) : undefined;
    // What the account would do in an hour keeps no process waiting.
    if (ms > AWAITED_MS) timer?.unref();
  };
  return {
    nowMs: () => Date.now(),
    at: (epochMs, run) => after(epochMs - Date.now(), run),
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
  };
}
