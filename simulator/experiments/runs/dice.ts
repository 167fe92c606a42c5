/** Small draws from a seed, for code that composes a scenario. */
import { type Random, seededRandom } from '../../random.ts';

export type Dice = {
  chance(share: number): boolean;
  whole(min: number, max: number): number;
  /** In tenths of a second, so that a schedule stays short in print. */
  seconds(min: number, max: number): number;
  pick<Value>(values: readonly Value[]): Value;
};

/** Apart from the stream that the account draws from: what goes wrong must not depend on how long EC2 takes. */
const OWN_STREAM = 0x5bd1e995;

export function diceFor(seed: number): Dice {
  const random: Random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ OWN_STREAM);
  const whole = (min: number, max: number): number => min + Math.floor(random() * (max - min + 1));
  return {
    chance: (share) => random() < share,
    whole,
    seconds: (min, max) => Math.round((min + random() * (max - min)) * 10) / 10,
    // `undefined` may be among the values; an empty list has nothing to pick from.
    pick: <Value>(values: readonly Value[]): Value => values[whole(0, values.length - 1)] as Value,
  };
}
