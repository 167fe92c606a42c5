/** Lambdas that are going to die, or to be given up while they live: which caller, and at which of its SDK calls. */
import type { Caller } from '../caller.ts';

/**
 * `left`: SDK calls until it happens, of which the last is made (`after`) or not even sent any more (`before`). With `action`
 * only the calls of that action count.
 */
export type Mortal = {
  left: number;
  action?: string | undefined;
  when: 'before' | 'after';
  strike: () => Promise<void>;
};

export const mortals = new WeakMap<Caller, Mortal>();

/** Never settles for an invocation that dies; settles late for one that its caller gave up, and it continues. */
async function meetsItsFate(caller: Caller | undefined, when: Mortal['when'], action?: string): Promise<void> {
  const mortal = caller && mortals.get(caller);
  if (!caller || mortal?.when !== when) return;
  if (mortal.action !== undefined && mortal.action !== action) return;
  mortal.left -= 1;
  if (mortal.left !== 0) return;
  mortals.delete(caller);
  await mortal.strike();
}

/** Asked before an SDK call is sent. */
export const beforeCall = (caller: Caller | undefined, action?: string): Promise<void> =>
  meetsItsFate(caller, 'before', action);

/** Asked when an SDK call has taken effect, before its answer is heard. */
export const afterCall = (caller: Caller | undefined, action?: string): Promise<void> =>
  meetsItsFate(caller, 'after', action);
