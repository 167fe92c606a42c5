/** Images that carry our tags although no rotation of ours made them, or that are marked as failed by nobody of ours. */
import type { Condition } from '../news.ts';
import { compose, type Message, RUNBOOKS } from './message.ts';
import type { ToldRotation } from './rotation-failed.ts';
import type { ToldExecution } from './told.ts';

const UNPROVEN = ['no-provenance', 'no-record'];

/** One of each image: it is left alone, and a person should know. */
export const unknownIn = ({ pruned }: ToldRotation): Condition[] =>
  (pruned?.kept ?? [])
    .filter(({ because }) => because.some((reason) => UNPROVEN.includes(reason)))
    .map(({ imageId }) => ({ kind: 'image-unknown', about: imageId, detail: imageId }));

type Unknown = { appliance: string; imageIds: string[]; execution: ToldExecution };

/** `imageIds` are those of which nobody was notified yet. */
export function imageUnknown({ appliance, imageIds, execution }: Unknown): Message {
  const one = imageIds.length === 1;
  const many = `${imageIds.length} images`;
  return compose({
    ...{ appliance, kind: 'image-unknown', severity: 'warning' },
    headline: `${one ? 'an image carries' : `${many} carry`} our tags without proof`,
    is: `${one ? 'An image carries' : `${many} carry`} the tags of ${appliance}, but no record of a rotation confirms them.`,
    means:
      'They are left alone, and a takeover uses one only where no other image is left. Another principal may have written the tags. Each image is notified once.',
    lines: [['Images', imageIds]],
    toDo: [
      'See who tagged them: CloudTrail, event CreateTags.',
      'If they are not the appliance, remove the failover: tags. If they are of no use, deregister them.',
    ],
    runbooks: [RUNBOOKS.foreignTags, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, imageIds, execution: execution.arn },
  });
}
