/** What befalls the executions: F22, F23, F32: crashes between any two steps, Lambdas that die, second starts. */

import type { Crash } from '../../../account/sfn/crash.ts';
import { between } from '../../../random.ts';
import { chance, laterBy, oneOf, type Stage } from './stage.ts';
import { dueAt, startRotation } from './start-rotation.ts';
import type { Trouble } from './trouble.ts';

const AT_ONCE = { min: 1, max: 2 };

const ROTATION_STATES = [
  ...['GateRotation', 'MayRotate', 'CreateImage', 'AwaitImage', 'ImageMade', 'WaitForImage', 'ProofWanted'],
  ...['LaunchProof', 'ProofLaunched', 'AwaitProof', 'ProofSeen', 'WaitForProof', 'EndProof', 'ProofEnded'],
  ...['AcceptImage', 'PruneImages', 'Pruned'],
];

const TAKEOVER_STATES = [
  ...['Claim', 'LaunchReplacement', 'AwaitReplacement', 'MoveTraffic', 'StopFailed', 'VerifyTraffic', 'CloseTakeover'],
];

const FUNCTIONS = [
  ...['gate-rotation', 'create-image', 'await-image', 'launch-proof', 'await-proof', 'end-proof', 'accept-image'],
  ...['prune-images', 'prune-images'],
];

const ENDINGS: Crash['as'][] = ['ABORTED', 'FAILED', 'TIMED_OUT'];

function crash(machine: 'rotation' | 'takeover', states: string[]): Trouble['deed'] {
  return ({ simulation, random }) => {
    const { stepFunctions, deployment } = simulation;
    const where = { machine: `failover-${deployment.stage}-${machine}`, state: oneOf(random, states) };
    stepFunctions.crashes.push({ ...where, when: oneOf(random, ['before', 'after']), as: oneOf(random, ENDINGS) });
    return true;
  };
}

/** Between any two SDK calls: the change is made, and its caller does not hear of it. */
function die({ simulation, random }: Stage): boolean {
  const afterCall = Math.floor(between(random, { min: 1, max: 25 }));
  simulation.lambda.deaths.push({ functionName: oneOf(random, FUNCTIONS), afterCall });
  return true;
}

/** Within the same minute, so that the name of its image is the same, or hours later, when it is another. */
function startAnother(stage: Stage): boolean {
  const atMs = dueAt(stage.simulation.clock.nowMs());
  const afterSeconds = chance(stage, 0.5)
    ? between(stage.random, { min: 0, max: 59 })
    : between(stage.random, { min: 60, max: 7_200 });
  laterBy(stage, (atMs - stage.simulation.clock.nowMs()) / 1000 + afterSeconds, () =>
    startRotation(stage, { requestedBy: 'ada', ...(chance(stage, 0.3) && { prove: chance(stage, 0.5) }) }),
  );
  return true;
}

/** The Scheduler delivers at least once: the same name while it runs is the same execution, and refused afterwards. */
function deliverTwice(stage: Stage): boolean {
  const atMs = dueAt(stage.simulation.clock.nowMs());
  const afterSeconds = between(stage.random, { min: 0, max: 3_600 });
  laterBy(stage, (atMs - stage.simulation.clock.nowMs()) / 1000 + afterSeconds, () =>
    startRotation(stage, { scheduledAtMs: atMs }),
  );
  return true;
}

export const RUN_TROUBLES: Record<string, Trouble> = {
  'F22 the rotation crashes': {
    weight: 9,
    seconds: AT_ONCE,
    laidBefore: true,
    deed: crash('rotation', ROTATION_STATES),
  },
  'F22 a takeover crashes': { weight: 3, seconds: AT_ONCE, laidBefore: true, deed: crash('takeover', TAKEOVER_STATES) },
  'F23 a Lambda dies': { weight: 9, seconds: AT_ONCE, laidBefore: true, deed: die },
  'F32 a person starts a second rotation': { weight: 5, seconds: AT_ONCE, laidBefore: true, deed: startAnother },
  'F32 the schedule is delivered twice': { weight: 4, seconds: AT_ONCE, laidBefore: true, deed: deliverTwice },
};
