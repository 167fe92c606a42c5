/** The check of the references: if none answers, the failure of an appliance cannot be distinguished from our own. */

import type { ReferenceFacts, ReferenceReading } from './facts.ts';
import { type Facts, type Judgement, judgeKnown, notReady, ready, unknown } from './verdict.ts';

const names = (readings: ReferenceReading[]): string => readings.map(({ name }) => name).join(', ');
const reasons = (readings: ReferenceReading[]): string =>
  readings.map(({ name, detail }) => `${name} (${detail})`).join(', ');

/** One that answers suffices. Those of the Region exist: if none of them answers, it is this function that is cut off. */
export const judgeReferences = ({ references }: Facts): Judgement => judgeKnown(references, judgeReadings);

function judgeReadings({ read, own }: ReferenceFacts): Judgement {
  const answering = read.filter(({ answered }) => answered);
  const others = read.filter(({ answered }) => !answered);
  if (answering.length === 0) {
    const none = `no reference answers: ${reasons(others)}`;
    if (!own) return unknown(none);
    return notReady(
      `${none}; while none does, no probe counts as failed: name hosts under references that answer, or remove it`,
    );
  }
  if (others.length === 0) return ready(`${names(answering)} answer`);
  return ready(`${names(answering)} answer; not ${reasons(others)}`);
}
