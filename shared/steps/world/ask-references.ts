/** Asks all references at the same time: one that answers suffices, and the questions to the others end with it. */
import type { Deps } from '../../deps.ts';
import { type ProbeAnswer, referenceTarget } from '../../domain/probing/probing.ts';
import { type Reference, referenceName } from '../../domain/probing/references.ts';

/** `detail` names the one that answered, or says of each why it did not. */
export type ReferenceAnswer = Pick<ProbeAnswer, 'answered' | 'detail'>;

type Asking = Pick<Deps, 'prober'> & { timeoutMs: number; signal?: AbortSignal | undefined };

/** Takes no longer than the time-out, however many there are. Never throws. */
export async function askReferences(
  references: readonly Reference[],
  { prober, timeoutMs, signal }: Asking,
): Promise<ReferenceAnswer> {
  const rest = new AbortController();
  const until = signal ? AbortSignal.any([signal, rest.signal]) : rest.signal;
  const ask = async (reference: Reference): Promise<string> => {
    const { answered, detail } = await prober.probe(referenceTarget(reference, timeoutMs), until);
    if (answered) return referenceName(reference);
    throw new Error(detail);
  };
  const asked = references.map(ask);
  try {
    return { answered: true, detail: await Promise.any(asked) };
  } catch {
    return { answered: false, detail: await refusals(references, asked) };
  } finally {
    rest.abort();
  }
}

async function refusals(references: readonly Reference[], asked: Promise<string>[]): Promise<string> {
  const ends = await Promise.allSettled(asked);
  const whys = ends.map((end) => (end.status === 'rejected' && end.reason instanceof Error ? end.reason.message : ''));
  return references.map((reference, index) => `${referenceName(reference)}: ${whys[index]}`).join('; ');
}
