/** Identifiers as EC2 forms them, drawn from the world's seed. */
import type { World } from '../world.ts';

const DIGITS = '0123456789abcdef';

/** Every answer of the account carries such a number, so that it is spelled without detours. */
function hex(world: World, length: number): string {
  let digits = '';
  while (digits.length < length) digits += DIGITS[Math.floor(world.random() * 16)];
  return digits;
}

/** Such as `i-0123456789abcdef0`. */
export const newId = (world: World, prefix: string): string => `${prefix}-0${hex(world, 16)}`;

export const newRequestId = (world: World): string =>
  `${hex(world, 8)}-${hex(world, 4)}-4${hex(world, 3)}-${hex(world, 12)}`;
