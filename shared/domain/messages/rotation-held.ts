/** Nights have passed without an image: why, how much a takeover would lose by now, and what to do about it. */

import { costsTheNight, type NightHold, type RotationHold } from '../images/rotation.ts';
import { hoursBetween } from '../instants.ts';
import { commandFor, stageOfExecution } from './command-line.ts';
import { compose, type Message, RUNBOOKS } from './message.ts';
import { atClock, type ReportedExecution } from './reported.ts';
import type { ReportedRotation } from './rotation-failed.ts';

/** Complete, because a reason that is missing here would leave the operator without a next step. */
const TO_DO: Record<NightHold, string | ((resume: string) => string)> = {
  'no-holder': 'Attach the address to the appliance again, or start a takeover by hand.',
  'takeover-running': 'See why a takeover was running both times; none lasts that long when it goes well.',
  'takeover-recent': 'See why it was taken over each time shortly before its rotation.',
  paused: (resume) =>
    `End the pause (${resume}), or rotate by hand as soon as it is over. The pause also holds automatic takeovers.`,
  'name-taken':
    'See whose image has the name: another appliance or stack gives its images the same Name at the same minute. Give each its own image in appliances.yml.',
  'not-in-line':
    'If it is the appliance, vouch for it; docs/operate/drift.md has the command. If it is not, give the address back to the appliance.',
  drift:
    'Give the routes to the instance that holds the address, or the address back to the instance that they lead to.',
  'too-soon':
    'See who starts rotations so often: a rotation that took an image began less than 30 minutes before each. To take one all the same, put "force": true into the input.',
  unhealthy: 'Fix what the appliance lacks: an image of it as it is would be no use.',
};

function toDo(reason: RotationHold, { appliance, execution }: HeldRotation): string {
  if (!Object.hasOwn(TO_DO, reason) || !costsTheNight(reason)) return 'Read the execution below.';
  const words = TO_DO[reason];
  if (typeof words === 'string') return words;
  return words(commandFor({ verb: 'resume', appliance, stage: stageOfExecution(execution.arn) }));
}

type HeldRotation = { appliance: string; execution: ReportedExecution; record: ReportedRotation };

export function rotationHeld(held: HeldRotation): Message {
  const { appliance, execution, record } = held;
  const { because = 'no reason given', detail = because, nights, since } = record;
  const newest = newestIn(record, execution.stoppedAt ?? execution.startedAt);
  const reason = because as RotationHold;
  return compose({
    ...{ appliance, kind: 'rotation-held', severity: newest.severity },
    headline: `no image for ${nights === 1 ? 'one night' : `${nights} nights`}, rotation held (${because})`,
    is: `The rotation of the images of ${appliance} was held: ${detail}.`,
    means: newest.means,
    lines: [
      ['Reason', because],
      ['Nights', `${nights} running${since ? `, since ${atClock(since)}` : ''}`],
      ['Image', newest.line],
      ['Lost', newest.lost],
    ],
    toDo: [
      toDo(reason, held),
      'Then start a rotation by hand, or wait for the next night. You are notified once, until an image is taken again.',
    ],
    runbooks: [RUNBOOKS.rotationFailed, RUNBOOKS.images],
    executionArn: execution.arn,
    facts: { appliance, because, detail, nights, since, newestGood: record.newestGood, execution: execution.arn },
  });
}

type Newest = Pick<Message, 'severity'> & { means: string; line: string; lost?: string };

function newestIn({ newestGood }: ReportedRotation, now: string): Newest {
  const { found, answer, why = 'not looked at' } = newestGood ?? {};
  if (answer?.takenAt) {
    const hours = Math.round(hoursBetween({ from: answer.takenAt, to: now }) * 10) / 10;
    return {
      severity: 'warning',
      means: `The appliance serves. A takeover now would go back ${hours} h, and further with each night.`,
      line: `${answer.imageId}, taken ${atClock(answer.takenAt)}, ${hours} h old`,
      lost: `what was configured since ${atClock(answer.takenAt)}`,
    };
  }
  if (found === 'missing') {
    return {
      severity: 'critical',
      means: 'There is no good image at all: a takeover now would have nothing to launch.',
      line: `none (${why})`,
    };
  }
  return {
    severity: 'warning',
    means: 'The appliance serves. A takeover now would lose what was configured since its newest good image was taken.',
    line: answer
      ? `${answer.imageId}, of unknown age (a copied or registered image does not say when its content was taken)`
      : `of unknown age (${why})`,
  };
}
