/** How a Lambda of ours dies, and an execution ends, at an unexpected moment. */
import { MACHINE_NAMES } from '../../../shared/machines/load-machine.ts';
import type { Moment } from '../../stories/schema.ts';
import type { Dice } from './dice.ts';
import { OUR_FUNCTIONS, statesOf } from './our-parts.ts';
import type { Plot } from './peril.ts';

/** Where a death leaves something half done; each of the others may die as well. */
const AT_WORK = {
  takeover: [
    ...['assess', 'claim', 'launch-replacement', 'await-replacement', 'move-traffic', 'stop-failed', 'verify-traffic'],
    ...['close-takeover', 'undo-traffic', 'sweep', 'notify'],
  ],
  rotation: [
    ...['gate-rotation', 'create-image', 'await-image', 'launch-proof', 'await-proof', 'prove-service', 'end-proof'],
    ...['accept-image', 'prune-images'],
  ],
};

/** Some functions make one or two calls, most fewer than ten, and who finishes the work of others may make forty. */
function drawCallNumber(dice: Dice): number {
  const share = dice.whole(1, 100);
  if (share <= 40) return dice.whole(1, 3);
  return share <= 85 ? dice.whole(1, 9) : dice.whole(10, 40);
}

/** Before or after any of its calls; what the call asks for may still arrive long after the process is gone. */
export function drawDeath({ dice, about }: Plot): Extract<Moment, { death: unknown }>['death'] {
  const functionName = dice.pick(dice.chance(0.75) ? AT_WORK[about] : OUR_FUNCTIONS);
  const lateSeconds = dice.chance(0.3) ? dice.whole(1, 28) : undefined;
  const call = drawCallNumber(dice);
  return dice.chance(0.5)
    ? { functionName, afterCall: call, ...(lateSeconds && { lateSeconds }) }
    : { functionName, beforeCall: call, ...(lateSeconds && { lateSeconds }) };
}

/** Before or after any state; most executions come past most of theirs. */
export function drawCrash({ dice, about }: Plot): Extract<Moment, { crash: unknown }>['crash'] {
  const machine = dice.chance(0.6) ? about : dice.pick(MACHINE_NAMES);
  const as = dice.pick(['ABORTED', 'FAILED', 'TIMED_OUT'] as const);
  return { machine, state: dice.pick(statesOf(machine)), when: dice.pick(['before', 'after']), as };
}
