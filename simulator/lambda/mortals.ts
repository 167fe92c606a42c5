/** Lambdas that are going to die: which caller, and after how many of its SDK calls. */
import type { Caller } from '../caller.ts';

export type Mortal = { callsLeft: number; die: () => void };

export const mortals = new WeakMap<Caller, Mortal>();

/** Counts one finished SDK call. True when the caller died of it, and so never hears the answer. */
export function diesOfThisCall(caller: Caller | undefined): boolean {
  const mortal = caller && mortals.get(caller);
  if (!caller || !mortal) return false;
  mortal.callsLeft -= 1;
  if (mortal.callsLeft > 0) return false;
  caller.dead = true;
  mortal.die();
  return true;
}
