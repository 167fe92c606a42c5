/** An image that is good without the proof that was due: nothing is known against it, and nothing for it. */

import { imageInDoubt, type Succeeded } from './image-in-doubt.ts';
import type { Message } from './message.ts';
import type { Condition } from './news.ts';
import type { ReportedRotation } from './rotation-failed.ts';

/** One for all the nights until a proof reaches a verdict, for any cause of the delay: each next night tries again. */
export const unprovenIn = ({ unproven }: ReportedRotation): Condition[] =>
  unproven === undefined ? [] : [{ kind: 'image-unproven', about: 'proof', detail: unproven }];

export function imageUnproven(succeeded: Succeeded): Message {
  const { unproven } = succeeded.record;
  return imageInDoubt(succeeded, {
    kind: 'image-unproven',
    headline: 'its newest image is good, and could not be proven to boot',
    is: `The image that the rotation of ${succeeded.appliance} has made is good, and whether it boots could not be seen.`,
    means:
      'A takeover would use it. Each night tries to prove the next one. You are notified once, until a proof has a result.',
    found: ['Because', unproven],
    toDo: [
      'Nothing the first time, if it was want of capacity, a takeover or EC2 itself.',
      'Otherwise fix what it names; a takeover may meet it too. Then start one rotation with "prove": true.',
    ],
    facts: { unproven },
  });
}
