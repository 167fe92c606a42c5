/** Which of the references answer now, each one asked for itself. */
import { referenceTarget } from '../../domain/probing/probing.ts';
import { referenceName } from '../../domain/probing/references.ts';
import type { ReferenceFacts } from '../../domain/readiness/facts.ts';
import type { ReadinessDeps } from './gather.ts';

/** Long enough for a first packet that got lost, which is sent again after a second. */
const TIMEOUT_MS = 3_000;

export async function readReferences({ prober, deployment, configuration }: ReadinessDeps): Promise<ReferenceFacts> {
  const read = deployment.references.map(async (reference) => {
    const { answered, detail } = await prober.probe(referenceTarget(reference, TIMEOUT_MS));
    return { name: referenceName(reference), answered, detail };
  });
  return { read: await Promise.all(read), own: configuration.references !== undefined };
}
