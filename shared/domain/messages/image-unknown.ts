/** Images and EBS snapshots that carry our tags although no rotation of ours made them, or failed by a tag alone. */

import { compose, type Message, RUNBOOKS } from './message.ts';
import type { Condition } from './news.ts';
import type { ReportedExecution } from './reported.ts';
import type { ReportedRotation } from './rotation-failed.ts';

const UNPROVEN = ['no-provenance', 'no-record'];

/** One of each image and EBS snapshot: it is left alone, and a person should know. */
export function unknownIn({ pruned }: ReportedRotation): Condition[] {
  const images = (pruned?.kept ?? []).filter(({ because }) => because.some((reason) => UNPROVEN.includes(reason)));
  const ids = [...images.map(({ imageId }) => imageId), ...(pruned?.snapshots?.unproven ?? [])];
  return ids.map((id) => ({ kind: 'image-unknown', about: id, detail: id }));
}

type Unknown = { appliance: string; ids: string[]; execution: ReportedExecution };

/** `ids` are those that no notification has named yet. */
export function imageUnknown({ appliance, ids, execution }: Unknown): Message {
  const what = wordsFor(ids);
  const carry = ids.length === 1 ? `${what} carries` : `${what} carry`;
  return compose({
    ...{ appliance, kind: 'image-unknown', severity: 'warning' },
    headline: `${carry} our tags without provenance`,
    is: `${carry.charAt(0).toUpperCase()}${carry.slice(1)} the tags of ${appliance}, but no record of a rotation confirms them.`,
    means:
      'They are left alone, and a takeover uses such an image only where no other is left. Another principal may have written the tags, or copied an image together with its tags: the date of a copy says nothing about its content. Each is notified once.',
    lines: [['Unproven', ids]],
    toDo: [
      'See who made or tagged them: CloudTrail, events CopyImage and CreateTags.',
      'If they are not the appliance, remove the failover: tags. If they are of no use, deregister or delete them.',
    ],
    runbooks: [RUNBOOKS.foreignTags, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, ids, execution: execution.arn },
  });
}

function wordsFor(ids: string[]): string {
  const count = (prefix: string): number => ids.filter((id) => id.startsWith(prefix)).length;
  const [images, snapshots] = [count('ami-'), count('snap-')];
  const named = [
    ...(images > 0 ? [images === 1 ? 'an image' : `${images} images`] : []),
    ...(snapshots > 0 ? [snapshots === 1 ? 'an EBS snapshot' : `${snapshots} EBS snapshots`] : []),
  ];
  return named.join(' and ');
}
