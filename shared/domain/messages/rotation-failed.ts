/** A rotation ended badly: it failed, it was killed, or the image that it has made does not boot. */
import { endingOf } from './execution-died.ts';
import { compose, type Line, type Message, RUNBOOKS } from './message.ts';
import { atClock, type ReportedExecution } from './reported.ts';
import { prunedWords, type ReportedPruned } from './unusual-pruning.ts';

/** Only the fields of its record that the notification needs; one of an older deployment may lack any of them. */
export type ReportedRotation = {
  outcome: 'held' | 'vouched' | 'rotated' | 'failed';
  because?: string | undefined;
  requestedBy?: string | undefined;
  detail?: string | undefined;
  nights?: number | undefined;
  since?: string | undefined;
  newestGood?: NewestReported | undefined;
  image?: { imageId: string; name: string } | undefined;
  proven?: ReportedProof | undefined;
  unproven?: string | undefined;
  unasked?: string | undefined;
  pruned?: ReportedPruned | undefined;
  /** The name of the error that ended it. */
  error?: string | undefined;
  failure?: string | undefined;
  problems: string[];
};

/** `failed` is what it was held against its image for: one that boots may not serve. */
type ReportedProof = { outcome?: string | undefined; booted: boolean; service?: string | undefined; detail: string };

type NewestReported = {
  /** `read`, or `missing` when there is none, or `unread`. */
  found: string;
  why?: string | undefined;
  answer?: { imageId: string; takenAt?: string | undefined } | undefined;
};

type Rotated = { appliance: string; execution: ReportedExecution; record: ReportedRotation | undefined };

export function rotationFailed({ appliance, execution, record }: Rotated): Message {
  if (record && isProofFailed(record)) return proofFailed({ appliance, execution, record });
  return compose({
    ...commonOf({ appliance, execution, record }),
    kind: 'rotation-failed',
    headline: `rotation of images failed (${execution.status})`,
    is: `The rotation of the images of ${appliance} failed.`,
    means:
      'The appliance serves as before. Without a newer image, a takeover loses what was configured since the last.',
    lines: record ? linesOf(record, execution) : endingOf(execution),
    toDo: [
      'Look the failure up in the runbook below and fix what it names.',
      'Then start it again with the same input: twice does no harm.',
    ],
  });
}

/** A faulty image is worth a mail of its own, regardless of other failures of the rotation. */
export const isProofFailed = ({ proven }: ReportedRotation): boolean =>
  proven?.booted === false || proven?.outcome === 'failed';

function proofFailed({ appliance, execution, record }: Rotated & { record: ReportedRotation }): Message {
  return compose({
    ...commonOf({ appliance, execution, record }),
    kind: 'proof-failed',
    ...(record.proven?.booted ? DOES_NOT_SERVE : DOES_NOT_BOOT)(appliance),
    lines: [...linesOf(record, execution), ['Image', record.image?.imageId]],
  });
}

type Words = Pick<Parameters<typeof compose>[0], 'headline' | 'is' | 'means' | 'toDo'>;

const DO_NOTHING_YET = 'Do not restart the appliance, nor prune an image by hand, before you know why.';

const DOES_NOT_BOOT = (appliance: string): Words => ({
  headline: 'its newest image does not boot',
  is: `An image of ${appliance} was launched to see whether it boots, and it does not.`,
  means: 'No takeover uses it: an older one is still there. But the appliance itself may not survive a restart either.',
  toDo: [
    DO_NOTHING_YET,
    'Start one rotation with "prove": true. If it fails again, launch an image where nothing reaches it and look at its console output.',
  ],
});

const DOES_NOT_SERVE = (appliance: string): Words => ({
  headline: 'its newest image boots and does not serve',
  is: `An image of ${appliance} was launched and boots, and its service does not answer, as that of an earlier one did.`,
  means:
    'No takeover uses it: an older one is still there. But the appliance itself may not serve after a restart either.',
  toDo: [
    DO_NOTHING_YET,
    'Start one rotation with "prove": true. If it fails again, look whether routes, network ACLs or the own firewall of the appliance have changed since.',
    'If it is the path and not the image: fix it, or take probe.subnets out and deploy; until then no image is renewed.',
  ],
});

const commonOf = (rotated: Rotated) => ({
  appliance: rotated.appliance,
  severity: 'warning' as const,
  runbooks: [RUNBOOKS.rotationFailed],
  executionArn: rotated.execution.arn,
  facts: factsOf(rotated),
});

function linesOf(record: ReportedRotation, execution: ReportedExecution): Line[] {
  const { failure, problems, requestedBy } = record;
  return [
    ['Failure', failure],
    ['Problems', problems],
    ['Pruned', prunedWords(record)],
    ['Asked by', requestedBy],
    ['Began at', atClock(execution.startedAt)],
    ['Ended at', execution.stoppedAt && atClock(execution.stoppedAt)],
  ];
}

function factsOf({ appliance, execution, record }: Rotated) {
  const { arn, status, error, cause, startedAt, stoppedAt } = execution;
  const { failure, problems, image, proven, pruned } = record ?? {};
  const { reasons, snapshots } = pruned ?? {};
  const said = record ? { failure, problems, image, proven, reasons, snapshots } : { error, cause };
  return { appliance, status, ...said, startedAt, stoppedAt, execution: arn };
}
