/** A proof whose service nobody asked, because `prove-service` itself failed: none of that is the image's. */
import { type Condition, isTold } from '../news.ts';
import { compose, type Message, RUNBOOKS } from './message.ts';
import type { ToldRotation } from './rotation-failed.ts';
import type { ToldExecution } from './told.ts';

const UNASKED: Condition = { kind: 'service-unasked', about: 'service', detail: 'its service could not be asked' };

/** As long as proofs meet it; a night without a proof ends nothing. */
export function openUnasked({ proven, unasked }: ToldRotation, told: ReadonlySet<string>): Condition[] {
  const open = proven === undefined ? isTold(told, UNASKED) : unasked !== undefined;
  return open ? [UNASKED] : [];
}

export function serviceUnasked({
  appliance,
  record: { unasked, image },
  execution,
}: {
  appliance: string;
  record: ToldRotation;
  execution: ToldExecution;
}): Message {
  return compose({
    ...{ appliance, kind: 'service-unasked', severity: 'warning' },
    headline: 'its newest image boots, and its service could not be asked',
    is: `The proof of the image that the rotation of ${appliance} has made boots, and prove-service failed before its service had answered.`,
    means:
      'The image is good, as one that boots, and a takeover would use it. Whether its service comes up is not known. This is told once, until a proof is asked again.',
    lines: [
      ['Because', unasked],
      ['Image', image?.imageId],
    ],
    toDo: [
      'Read the log of prove-service. A subnet of probe.subnets without a free address and a role without its permissions are the usual reasons.',
      'Then start one rotation with "prove": true.',
    ],
    runbooks: [RUNBOOKS.rotationFailed, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, unasked, image, execution: execution.arn },
  });
}
