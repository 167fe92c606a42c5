/** Chance with a seed, so that every simulated night can be lived again. */

export type Random = () => number;

/** Mulberry32: 32 bits of state are plenty here, and it costs a few nanoseconds. In [0, 1). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Range = { min: number; max: number };

export const between = (random: Random, { min, max }: Range): number => min + random() * (max - min);

/**
 * Code that is not ours draws from Math.random: the SDK for its back-off, the state machine interpreter for its
 * jitter. Both must draw from the seed while a story runs.
 */
export function seedMathRandom(seed: number): { restore(): void } {
  const original = Math.random;
  Math.random = seededRandom(seed);
  return {
    restore: () => {
      Math.random = original;
    },
  };
}
