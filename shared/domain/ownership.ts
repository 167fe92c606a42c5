/** Whose an address is: every door refuses one that belongs to another stack. */
import { type Address, TAG } from './snapshot.ts';

/** The other owner that the address names, or undefined when the address is ours or has no owner. */
export function foreignOwner({ tags }: Address, ours: string): string | undefined {
  const recorded = tags[TAG.owner];
  return recorded === ours ? undefined : recorded;
}
