/** How a Lambda of ours dies, and an execution ends, where nobody expected it. */
import type { Moment } from '../scenarios/schema.ts';
import { MACHINES, OUR_FUNCTIONS, statesOf } from './our-parts.ts';
import type { Plot } from './peril.ts';

/** Where a death leaves something half done; each of the others may die as well. */
const AT_WORK = [
  ...['assess', 'claim', 'launch-replacement', 'await-replacement', 'move-traffic', 'stop-failed', 'verify-traffic'],
  ...['close-takeover', 'undo-traffic', 'sweep', 'notify', 'create-image', 'accept-image', 'prune-images'],
];

/**
 * Before or after any of its calls, of which most functions make fewer than ten; what the call asks for may still arrive
 * long after the process is gone.
 */
export function drawDeath({ dice }: Plot): Extract<Moment, { death: unknown }>['death'] {
  const functionName = dice.pick(dice.chance(0.75) ? AT_WORK : OUR_FUNCTIONS);
  const lateSeconds = dice.chance(0.3) ? dice.whole(1, 28) : undefined;
  const call = dice.chance(0.85) ? dice.whole(1, 9) : dice.whole(10, 40);
  return dice.chance(0.5)
    ? { functionName, afterCall: call, ...(lateSeconds && { lateSeconds }) }
    : { functionName, beforeCall: call, ...(lateSeconds && { lateSeconds }) };
}

/** Before or after any state; most takeovers come past most of theirs. */
export function drawCrash({ dice }: Plot): Extract<Moment, { crash: unknown }>['crash'] {
  const machine = dice.chance(0.6) ? 'takeover' : dice.pick(MACHINES);
  const as = dice.pick(['ABORTED', 'FAILED', 'TIMED_OUT'] as const);
  return { machine, state: dice.pick(statesOf(machine)), when: dice.pick(['before', 'after']), as };
}
