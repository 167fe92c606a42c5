/** Probes an appliance directly, with references that distinguish "it failed" from "I am cut off". */
import type { DepsWith } from '../../deps.ts';
import { type ProbeAnswer, type ProbeTarget, type ProbeVerdict, verdictOf } from '../../domain/probing/probing.ts';
import { askReferences, type ReferenceAnswer } from './ask-references.ts';

/** One lost packet must not look like a dead appliance, nor one handshake that takes longer than a second. */
const PROBE_AT_MS = [0, 1_000, 2_000];

/** How long a silent appliance is looked at in all. */
const LOOK_MS = 3_000;

/** `reference`: which of them answered, or why none did; absent where the appliance answered. */
export type Look = { verdict: ProbeVerdict; reference?: string };

type Try<Answer> = (options: { timeoutMs: number; signal: AbortSignal }) => Promise<Answer>;

/**
 * Ends at the appliance's first answer. A probe may outlast the beginning of the next; the references are tried beside
 * each, until one has answered. No question outlives the look.
 */
export async function look(target: ProbeTarget, deps: DepsWith<unknown>): Promise<Look> {
  const { prober, deployment } = deps;
  const over = new AbortController();
  const known = new AbortController();
  const none = { answered: false, detail: 'not asked' };
  const untilKnown = AbortSignal.any([over.signal, known.signal]);
  const probes = tries<ProbeAnswer>(deps, over.signal, none, ({ timeoutMs, signal }) =>
    prober.probe({ ...target, timeoutMs: Math.min(target.timeoutMs, timeoutMs) }, signal),
  );
  const references = tries<ReferenceAnswer>(deps, untilKnown, none, async (options) => {
    const answer = await askReferences(deployment.references, { prober, ...options });
    if (answer.answered) known.abort();
    return answer;
  });
  const answer = (await firstAnswer(probes)) ?? (await asked(probes));
  if (answer.answered) {
    over.abort();
    return { verdict: 'answering' };
  }
  const beside = (await firstAnswer(references)) ?? (await Promise.all(references))[0] ?? none;
  return { verdict: verdictOf([answer], beside), reference: beside.detail };
}

/** Each one begins at its time, unless it is not needed any more, and ends with the look. */
function tries<Answer>(
  { clock }: DepsWith<unknown>,
  signal: AbortSignal,
  none: Answer,
  once: Try<Answer>,
): Promise<Answer>[] {
  return PROBE_AT_MS.map(async (atMs) => {
    if (atMs > 0) await clock.sleep(atMs);
    return signal.aborted ? none : once({ timeoutMs: LOOK_MS - atMs, signal });
  });
}

async function firstAnswer<Answer extends { answered: boolean }>(
  tried: Promise<Answer>[],
): Promise<Answer | undefined> {
  const answers = tried.map(async (one) => {
    const answer = await one;
    if (!answer.answered) throw new Error('no answer');
    return answer;
  });
  return Promise.any(answers).catch(() => undefined);
}

/** One that was at least asked, if there is any. */
async function asked(probes: Promise<ProbeAnswer>[]): Promise<ProbeAnswer> {
  const answers = await Promise.all(probes);
  return answers.find(({ unasked }) => !unasked) ?? { answered: false, detail: 'never asked', unasked: true };
}
