/** One probe, and beside every one that is not answered the reference, which tells "it failed" from "I am cut off". */
import type { DepsWith } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import {
  type ProbeAnswer,
  type ProbeTarget,
  type ProbeVerdict,
  referenceTarget,
  verdictOf,
} from '../../domain/probing.ts';

export type Asked = { verdict: ProbeVerdict; detail: string };

/** Long enough for a first packet that got lost, which is sent again after a second. */
const REFERENCE_TIMEOUT_MS = 2_000;

/** Never throws: a prober that breaks knows nothing, and that is all it says. */
export function askingBeside({ prober, deployment }: DepsWith<unknown>): (target: ProbeTarget) => Promise<Asked> {
  let asking: Promise<ProbeAnswer> | undefined;
  // Appliances that fall silent together share one question: whoever is cut off is so for all of them.
  const reference = (): Promise<ProbeAnswer> => {
    asking ??= prober.probe(referenceTarget(deployment.reference, REFERENCE_TIMEOUT_MS)).finally(() => {
      asking = undefined;
    });
    return asking;
  };
  return async (target) => {
    try {
      const answer = await prober.probe(target);
      if (answer.answered) return { verdict: 'answering', detail: answer.detail };
      const beside = await reference();
      const verdict = verdictOf([answer], beside);
      const cutOff = beside.answered ? '' : `, nor does the reference: ${beside.detail}`;
      return { verdict, detail: `${answer.detail}${cutOff}` };
    } catch (cause) {
      return { verdict: 'unknown', detail: messageOf(cause) };
    }
  };
}
