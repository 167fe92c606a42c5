/** One probe, and beside every one that is not answered the references, which distinguish "it failed" from "I am cut off". */
import type { DepsWith } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { type ProbeTarget, type ProbeVerdict, verdictOf } from '../../domain/probing/probing.ts';
import { askReferences, type ReferenceAnswer } from '../world/ask-references.ts';

/** `reference`: the one that answered while the appliance did not. */
export type Asked = { verdict: ProbeVerdict; detail: string; reference?: string };

/** Long enough for a first packet that got lost, which is sent again after a second. */
const REFERENCE_TIMEOUT_MS = 2_000;

/** Never throws: a prober that breaks knows nothing, and that is all it says. */
export function askingBeside({ prober, deployment }: DepsWith<unknown>): (target: ProbeTarget) => Promise<Asked> {
  let asking: Promise<ReferenceAnswer> | undefined;
  // Appliances that stop answering together share one question: a prober that is cut off is cut off for all of them.
  const references = (): Promise<ReferenceAnswer> => {
    const timeoutMs = REFERENCE_TIMEOUT_MS;
    asking ??= askReferences(deployment.references, { prober, timeoutMs }).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return async (target) => {
    try {
      const answer = await prober.probe(target);
      if (answer.answered) return { verdict: 'answering', detail: answer.detail };
      const beside = await references();
      const verdict = verdictOf([answer], beside);
      if (beside.answered) return { verdict, detail: answer.detail, reference: beside.detail };
      return { verdict, detail: `${answer.detail}, and no reference answers (${beside.detail})` };
    } catch (cause) {
      return { verdict: 'unknown', detail: messageOf(cause) };
    }
  };
}
