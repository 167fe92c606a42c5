/** Whether a run may be stopped where it is: only while no change of it would be left partially applied. */

export type AbortableMachine = 'takeover' | 'rotation';

/** `why` completes "it is too late: ...". */
type MayAbort = { abort: 'yes'; state: string } | { abort: 'no'; why: string };

/** Nothing has moved, and the old instance was not asked to stop. Each of them only launches, or waits. */
const BEFORE_THE_MOVE = [
  ...['Claim', 'LaunchReplacement', 'Launched', 'AwaitReplacement', 'Replaced', 'AwaitHealthy', 'Healthy'],
];

/** After the first of them the traffic, or the old instance, is no longer as the plan found it. */
const MOVED = ['StopFailed', 'VerifyTraffic', 'UndoTraffic', 'AwaitLateMoves'];

/** An image that is only being made or proven is a candidate, which no takeover uses. */
const BEFORE_IT_COUNTS = [
  ...['Begin', 'GateRotation', 'MayRotate', 'UseImage', 'CreateImage', 'AwaitImage', 'ImageMade', 'WaitForImage'],
  ...['ProofWanted', 'LaunchProof', 'ProofLaunched', 'AwaitProof', 'ProofSeen', 'WaitForProof', 'ProveService'],
];

/** Oldest first; a history that does not reach back to the first state says too little. */
export function mayAbort(machine: AbortableMachine, entered: string[]): MayAbort {
  const state = entered.at(-1);
  const [first, allowed] = machine === 'takeover' ? ['Claim', BEFORE_THE_MOVE] : ['Begin', BEFORE_IT_COUNTS];
  if (state === undefined || entered[0] !== first) {
    return { abort: 'no', why: 'Step Functions does not show which states it has entered' };
  }
  const moved = machine === 'takeover' ? entered.find((each) => MOVED.includes(each)) : undefined;
  if (moved !== undefined) return { abort: 'no', why: `it has entered ${moved}: ${MOVED_WORDS}` };
  if (allowed.includes(state)) return { abort: 'yes', state };
  return { abort: 'no', why: `it is in ${state}: ${machine === 'takeover' ? MOVING_WORDS : CLOSING_WORDS}` };
}

const MOVED_WORDS =
  'the traffic has begun to move or the old instance to stop, and only this takeover knows how to finish that';

const MOVING_WORDS = 'it may be moving the traffic at this moment, which takes some seconds';

const CLOSING_WORDS = 'it is marking or pruning images, or ending its proof, which takes less than two minutes';
