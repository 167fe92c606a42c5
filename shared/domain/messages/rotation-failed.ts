/** A rotation ended badly: it failed, it was killed, or the image that it has made does not boot. */
import { endingOf } from './execution-died.ts';
import { compose, type Line, type Message, RUNBOOKS } from './message.ts';
import { atClock, type ToldExecution } from './told.ts';

/** Of its record only what people are told; one of an older deployment may lack any of it. */
export type ToldRotation = {
  outcome: 'held' | 'rotated' | 'failed';
  because?: string | undefined;
  requestedBy?: string | undefined;
  detail?: string | undefined;
  nights?: number | undefined;
  since?: string | undefined;
  newestGood?: NewestTold | undefined;
  image?: { imageId: string; name: string } | undefined;
  proven?: { booted: boolean; detail: string } | undefined;
  unproven?: string | undefined;
  pruned?: { kept: { imageId: string; because: string[] }[]; held?: string | undefined } | undefined;
  failure?: string | undefined;
  problems: string[];
};

type NewestTold = {
  /** `read`, or `missing` when there is none, or `unread`. */
  found: string;
  why?: string | undefined;
  answer?: { imageId: string; takenAt: string } | undefined;
};

export type Rotated = { appliance: string; execution: ToldExecution; record: ToldRotation | undefined };

export function rotationFailed({ appliance, execution, record }: Rotated): Message {
  if (record?.proven?.booted === false) return proofFailed({ appliance, execution, record });
  return compose({
    ...commonOf({ appliance, execution, record }),
    kind: 'rotation-failed',
    headline: `rotation of images failed (${execution.status})`,
    is: `The rotation of the images of ${appliance} failed.`,
    means:
      'The appliance serves as before. Without a newer image, a takeover loses what was configured since the last.',
    lines: record ? linesOf(record, execution) : endingOf(execution),
    toDo: [
      'Look the failure up in the runbook below and mend what it names.',
      'Then start it again with the same input: twice does no harm.',
    ],
  });
}

function proofFailed({ appliance, execution, record }: Rotated & { record: ToldRotation }): Message {
  return compose({
    ...commonOf({ appliance, execution, record }),
    kind: 'proof-failed',
    headline: 'its newest image does not boot',
    is: `An image of ${appliance} was launched to see whether it boots, and it does not.`,
    means:
      'No takeover uses it: an older one is still there. But the appliance itself may not survive a restart either.',
    lines: [...linesOf(record, execution), ['Image', record.image?.imageId]],
    toDo: [
      'Do not restart the appliance, nor prune an image by hand, before you know why.',
      'Start one rotation with "prove": true. If it fails again, launch an image where nothing reaches it and look at its console output.',
    ],
  });
}

const commonOf = (rotated: Rotated) => ({
  appliance: rotated.appliance,
  severity: 'warning' as const,
  runbooks: [RUNBOOKS.rotationFailed],
  executionArn: rotated.execution.arn,
  facts: factsOf(rotated),
});

const linesOf = ({ failure, problems, requestedBy }: ToldRotation, execution: ToldExecution): Line[] => [
  ['Failure', failure],
  ['Problems', problems],
  ['Asked by', requestedBy],
  ['Began at', atClock(execution.startedAt)],
  ['Ended at', execution.stoppedAt && atClock(execution.stoppedAt)],
];

function factsOf({ appliance, execution, record }: Rotated) {
  const { arn, status, error, cause, startedAt, stoppedAt } = execution;
  const { failure, problems, image, proven } = record ?? {};
  const said = record ? { failure, problems, image, proven } : { error, cause };
  return { appliance, status, ...said, startedAt, stoppedAt, execution: arn };
}
