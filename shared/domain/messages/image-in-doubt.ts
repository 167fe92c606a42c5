/** What the messages share about an image that is good, and of which its proof has left something open. */
import { compose, type Draft, type Line, type Message, RUNBOOKS } from './message.ts';
import type { ReportedExecution } from './reported.ts';
import type { ReportedRotation } from './rotation-failed.ts';

/** A rotation that succeeded. */
export type Succeeded = { appliance: string; record: ReportedRotation; execution: ReportedExecution };

type Words = Pick<Draft, 'kind' | 'headline' | 'is' | 'means' | 'toDo' | 'facts'> & {
  /** What was seen, or why nothing was. */
  found: Line;
};

export function imageInDoubt({ appliance, record: { image }, execution }: Succeeded, words: Words): Message {
  const { found, facts, ...said } = words;
  return compose({
    ...{ appliance, severity: 'warning', ...said },
    lines: [found, ['Image', image?.imageId]],
    runbooks: [RUNBOOKS.rotationFailed, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, ...facts, image, execution: execution.arn },
  });
}
