/** What a rotation pruned for an unusual reason: an image that was never good, or EBS snapshots whose image was gone. */

import { compose, type Message, RUNBOOKS } from './message.ts';
import type { Condition } from './news.ts';
import type { ReportedExecution } from './reported.ts';

/** Every night prunes what is superseded or too old: the configuration asks for that. */
const USUAL = ['superseded', 'too-old'];

/** Of the record of a rotation: what went, what stayed, and why. */
export type ReportedPruned = {
  kept: { imageId: string; because: string[] }[];
  reasons?: { imageId: string; because: string }[] | undefined;
  snapshots?: { deleted: string[]; marked: string[]; unproven?: string[] | undefined } | undefined;
  held?: string | undefined;
};

type Ended = { pruned?: ReportedPruned | undefined };

type Pruned = { id: string; words: string };

function unusualIn({ pruned }: Ended): Pruned[] {
  const { reasons = [], snapshots } = pruned ?? {};
  const images = reasons.filter(({ because }) => !USUAL.includes(because));
  return [
    ...images.map(({ imageId, because }) => ({ id: imageId, words: `${imageId} deregistered: ${because}` })),
    ...(snapshots?.deleted ?? []).map((id) => ({ id, words: `${id} deleted: its image is gone` })),
    ...(snapshots?.marked ?? []).map((id) => ({ id, words: `${id} will be deleted in two days: its image is gone` })),
  ];
}

/** One line for each, in the notification of a rotation that failed. */
export const prunedWords = (record: Ended): string[] | undefined => {
  const words = unusualIn(record).map((each) => each.words);
  return words.length > 0 ? words : undefined;
};

/** One of each, so that a second delivery of the same end sends nothing. */
export const prunedIn = (record: Ended): Condition[] =>
  unusualIn(record).map(({ id, words }) => ({ kind: 'image-pruned', about: words, detail: id }));

type Unusual = { appliance: string; details: string[]; execution: ReportedExecution };

/** `details` says what happened to which image or EBS snapshot. */
export function imagePruned({ appliance, details, execution }: Unusual): Message {
  const count = details.length;
  return compose({
    ...{ appliance, kind: 'image-pruned', severity: 'info' },
    headline: count === 1 ? 'pruned for an unusual reason' : `${count} pruned for an unusual reason`,
    is: `A rotation of ${appliance} pruned images that were never good, or EBS snapshots whose image is gone.`,
    means:
      'A record of a rotation confirms that they are ours and of no use. Good images are not affected. Each is notified once.',
    lines: [['Pruned', details]],
    toDo: [
      'Nothing, if the notification of a failed rotation came before, or if you deregistered the image yourself.',
      'To keep an EBS snapshot that is not deleted yet, remove its tag failover:appliance within two days.',
      'Otherwise find out why images fail: read the records of the last rotations.',
    ],
    runbooks: [RUNBOOKS.images, RUNBOOKS.rotationFailed],
    executionArn: execution.arn,
    facts: { appliance, pruned: details, execution: execution.arn },
  });
}
