/** What a proof that has not booted in time says about its image: no answer and no host of EC2's are its fault. */
import type { Ec2Status } from '../decision/evidence.ts';
import { secondsBetween } from '../instants.ts';
import { PROOF_SECONDS_MAX } from './rotation.ts';

export type StatusWord = { word: Exclude<Ec2Status, 'unknown'>; at: string };

/** An older result is no longer what the checks say: a disk that is repaired at the first boot fails them until it is. */
const LAST_WORD_SECONDS_MAX = 900;

export type ProofSoFar = {
  launchedAt: string;
  runningAt: string | undefined;
  lastWord: StatusWord | undefined;
  now: string;
};

/** Of one whose checks do not pass now. */
export function proofVerdict(proof: ProofSoFar): 'waiting' | 'failed' | 'inconclusive' {
  if (secondsBetween({ from: proof.launchedAt, to: proof.now }) < PROOF_SECONDS_MAX) return 'waiting';
  return blamesImage(proof) ? 'failed' : 'inconclusive';
}

/**
 * One that never came to run was not even asked to boot. `impaired` is the host or a volume, which are EC2's; only what
 * the instance itself does not answer is the image's.
 */
function blamesImage({ runningAt, lastWord, now }: ProofSoFar): boolean {
  if (runningAt === undefined || lastWord === undefined) return false;
  const fresh = secondsBetween({ from: lastWord.at, to: now }) <= LAST_WORD_SECONDS_MAX;
  return fresh && (lastWord.word === 'instance-impaired' || lastWord.word === 'initializing');
}
