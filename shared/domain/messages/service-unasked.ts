/** A proof whose service was not asked, because `prove-service` itself failed: that says nothing about the image. */

import { imageInDoubt, type Succeeded } from './image-in-doubt.ts';
import type { Message } from './message.ts';
import { type Condition, isSent } from './news.ts';
import type { ReportedRotation } from './rotation-failed.ts';

const UNASKED: Condition = { kind: 'service-unasked', about: 'service', detail: 'its service could not be asked' };

/** As long as proofs meet it; a night without a proof ends nothing. */
export function openUnasked({ proven, unasked }: ReportedRotation, sent: ReadonlySet<string>): Condition[] {
  const open = proven === undefined ? isSent(sent, UNASKED) : unasked !== undefined;
  return open ? [UNASKED] : [];
}

export function serviceUnasked(succeeded: Succeeded): Message {
  const { unasked } = succeeded.record;
  return imageInDoubt(succeeded, {
    kind: 'service-unasked',
    headline: 'its newest image boots, and its service could not be asked',
    is: `The proof of the image that the rotation of ${succeeded.appliance} has made boots, and prove-service failed before its service had answered.`,
    means:
      'The image is good, as one that boots, and a takeover would use it. Whether its service comes up is not known. You are notified once, until a proof is asked again.',
    found: ['Because', unasked],
    toDo: [
      'Read the log of prove-service. A subnet of probe.subnets without a free address and a role without its permissions are the usual reasons.',
      'Then start one rotation with "prove": true.',
    ],
    facts: { unasked },
  });
}
