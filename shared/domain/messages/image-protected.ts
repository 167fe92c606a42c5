/** Images that only EC2's deregistration protection keeps: the protection is intended, or it was forgotten. */

import { compose, type Message, RUNBOOKS } from './message.ts';
import type { Condition } from './news.ts';
import type { ReportedExecution } from './reported.ts';
import type { ReportedRotation } from './rotation-failed.ts';

/** One for each image that would have been pruned. An image that a rule keeps as well is not reported yet. */
export const protectedIn = ({ pruned }: ReportedRotation): Condition[] =>
  (pruned?.kept ?? [])
    .filter(({ because }) => because.length === 1 && because[0] === 'protected')
    .map(({ imageId }) => ({ kind: 'image-protected', about: imageId, detail: imageId }));

/** `imageIds` are those that no notification has named yet. */
export function imageProtected({
  appliance,
  imageIds,
  execution,
}: {
  appliance: string;
  imageIds: string[];
  execution: ReportedExecution;
}): Message {
  const one = imageIds.length === 1;
  const many = `${imageIds.length} images`;
  return compose({
    ...{ appliance, kind: 'image-protected', severity: 'info' },
    headline: `${one ? 'an image' : many} cannot be deregistered, it is protected`,
    is: one
      ? `An image of ${appliance} would go by now, and only EC2's deregistration protection keeps it.`
      : `${many} of ${appliance} would go by now, and only EC2's deregistration protection keeps them.`,
    means:
      'No takeover is the worse for it: it costs the storage of its EBS snapshots. You are notified once for each image.',
    lines: [['Images', imageIds]],
    toDo: [
      'Nothing, if it is meant to stay.',
      'Otherwise: aws ec2 disable-image-deregistration-protection --image-id <id>; a rotation deregisters it, after a day if EC2 requires that.',
    ],
    runbooks: [RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, imageIds, execution: execution.arn },
  });
}
