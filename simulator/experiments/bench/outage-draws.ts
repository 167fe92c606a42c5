/**
 * What every contender of the bench shares in a seed: the same failure at the same instant, the same habits of
 * CloudWatch, the same delay of the status check, the same launch and the same boot. The latencies of single calls come
 * from the same table and are drawn anew, because no two contenders make the same calls.
 */
import type { Habits } from '../../account/cloudwatch/state.ts';
import { EXTRA_PERIODS, LIFE_CYCLE_MS, STATUS_CHECK_MS } from '../../durations.ts';
import { between, type Range, seededRandom } from '../../random.ts';

export type Draws = {
  /** After ten quiet minutes, anywhere in a minute. */
  failsAfterMs: number;
  impairedAfterMs: number;
  pendingMs: number;
  bootSeconds: number;
  habits: Habits;
};

/** A light appliance: assumed, where a bench does not name another boot. */
const BOOT_SECONDS: Range = { min: 40, max: 70 };

/** The world draws from the seed itself; this must be another sequence. */
const OTHER_SEQUENCE = 0x5eed_0000;

export function drawsOf(seed: number, boot: Range = BOOT_SECONDS): Draws {
  const random = seededRandom(seed ^ OTHER_SEQUENCE);
  const whole = (range: Range): number => Math.round(between(random, range));
  return {
    failsAfterMs: whole({ min: 600_000, max: 660_000 }),
    impairedAfterMs: whole(STATUS_CHECK_MS.deathToImpaired),
    pendingMs: whole(LIFE_CYCLE_MS.pendingToRunning),
    bootSeconds: between(random, boot),
    habits: {
      phaseMs: { standard: whole({ min: 0, max: 59_999 }), highResolution: whole({ min: 0, max: 9_999 }) },
      extraPeriods: { standard: whole(EXTRA_PERIODS), highResolution: whole(EXTRA_PERIODS) },
    },
  };
}
