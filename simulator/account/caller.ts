/** Which simulated Lambda (or person) is making the current SDK call, and in which world. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { World } from './world.ts';

export type Caller = {
  /** The function's file name (`move-traffic`), or `person`, `stranger`, or `step-functions`. */
  name: string;
  /** True once the Lambda has been killed: none of its sends may settle any more. */
  dead: boolean;
  /** True once its caller was notified of a failure: a zombie, whose changes no caller hears of. */
  unheard?: boolean;
  world: World;
  /** When it began to run; of a Lambda. */
  beganAtMs?: number;
};

export const callers = new AsyncLocalStorage<Caller>();
