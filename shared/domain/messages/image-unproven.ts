/** An image that is good without the proof that was due: nothing is known against it, and nothing for it. */
import type { Condition } from '../news.ts';
import { compose, type Message, RUNBOOKS } from './message.ts';
import type { ToldRotation } from './rotation-failed.ts';
import type { ToldExecution } from './told.ts';

/** One for all the nights until a proof comes to a verdict, whatever hinders it: each next night tries again. */
export const unprovenIn = ({ unproven }: ToldRotation): Condition[] =>
  unproven === undefined ? [] : [{ kind: 'image-unproven', about: 'proof', detail: unproven }];

export function imageUnproven({
  appliance,
  record: { unproven, image },
  execution,
}: {
  appliance: string;
  record: ToldRotation;
  execution: ToldExecution;
}): Message {
  return compose({
    ...{ appliance, kind: 'image-unproven', severity: 'warning' },
    headline: 'its newest image is good, and could not be proven to boot',
    is: `The image that the rotation of ${appliance} has made is good, and whether it boots could not be seen.`,
    means:
      'A takeover would use it. Each night tries to prove the next one; this is told once, until a proof comes to a verdict.',
    lines: [
      ['Because', unproven],
      ['Image', image?.imageId],
    ],
    toDo: [
      'Nothing the first time, if it was want of capacity, a takeover or EC2 itself.',
      'Otherwise mend what it names; a takeover may meet it too. Then start one rotation with "prove": true.',
    ],
    runbooks: [RUNBOOKS.rotationFailed, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, unproven, image, execution: execution.arn },
  });
}
