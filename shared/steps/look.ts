/** Looks for itself whether an appliance answers, with a reference that tells "it failed" from "I am cut off". */
import type { Deps } from '../deps.ts';
import {
  type ProbeAnswer,
  type ProbeTarget,
  type ProbeVerdict,
  referenceTarget,
  verdictOf,
} from '../domain/probing.ts';

/** One lost packet must not look like a dead appliance, nor one handshake that takes longer than a second. */
const PROBE_AT_MS = [0, 1_000, 2_000];

/** How long a silent appliance is looked at in all. */
const LOOK_MS = 3_000;

/** Ends at the first answer. A probe may outlast the beginning of the next; the reference is tried beside each. */
export async function look(target: ProbeTarget, { prober, clock, deployment }: Deps): Promise<ProbeVerdict> {
  let over = false;
  const silent: ProbeAnswer = { answered: false, detail: 'not asked any more' };
  const probeAt = async (atMs: number, asked: ProbeTarget): Promise<ProbeAnswer> => {
    if (atMs > 0) await clock.sleep(atMs);
    return over ? silent : prober.probe({ ...asked, timeoutMs: Math.min(asked.timeoutMs, LOOK_MS - atMs) });
  };
  const reference = referenceTarget(deployment.reference, LOOK_MS);
  const references = PROBE_AT_MS.map((atMs) => probeAt(atMs, reference));
  const probes = PROBE_AT_MS.map((atMs) => probeAt(atMs, target));
  const answers = [await firstAnswer(probes)];
  over = true;
  return verdictOf(answers, answers.some(({ answered }) => answered) ? silent : await firstAnswer(references));
}

/** The first that answered, or else one that was at least asked, if there is any. */
async function firstAnswer(probes: Promise<ProbeAnswer>[]): Promise<ProbeAnswer> {
  const answered = probes.map(async (probe) => {
    const answer = await probe;
    if (!answer.answered) throw new Error(answer.detail);
    return answer;
  });
  return Promise.any(answered).catch(async () => {
    const answers = await Promise.all(probes);
    return answers.find(({ unasked }) => !unasked) ?? { answered: false, detail: 'never asked', unasked: true };
  });
}
