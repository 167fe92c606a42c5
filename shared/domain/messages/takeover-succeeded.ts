/** A takeover has succeeded: who serves now, how long it took, and what the age of the image means. */
import { compose, type Message, RUNBOOKS } from './message.ts';
import {
  imageAge,
  imageLine,
  inZone,
  lostLine,
  onDemand,
  type ReportedExecution,
  type ReportedPlan,
  type ReportedRecord,
} from './reported.ts';

type Succeeded = {
  appliance: string;
  plan: ReportedPlan | undefined;
  record: ReportedRecord;
  execution: ReportedExecution;
};

export function takeoverSucceeded({ appliance, plan, record, execution }: Succeeded): Message {
  const { from, to, problems, seconds, changes } = record;
  const old = from ? inZone(from, plan?.old?.zone) : 'no instance';
  const replacement = inZone(to ?? 'the replacement', record.zone);
  const { outage } = seconds;
  const image = imageAge(plan, record.imageId, execution.stoppedAt ?? execution.startedAt);
  return compose({
    ...{ appliance, kind: 'takeover-succeeded', severity: problems.length > 0 ? 'warning' : 'info' },
    headline: `${deedOf(plan, record)}${countOf(problems)}`,
    is: `${appliance} answers: ${replacement} has taken over from ${old}.`,
    means: `Sessions were cut, and clients reconnect. Lost: ${lostLine(image)}.`,
    lines: [
      ['Because', plan?.because ?? record.because],
      ['Outage', outage === undefined ? undefined : `${outage} s`],
      ['Phases', phasesOf(seconds)],
      ['From', old],
      ['To', `${replacement}${onDemand(plan?.old)}`],
      ['Zone', record.zoneKept && SAME_ZONE],
      ['Image', imageLine(image)],
      ['Problems', problems],
    ],
    toDo: [
      'Configure again what is lost. The next rotation takes a new image.',
      ...(from ? [`Do not terminate ${from} before that image exists: only its volumes have what is lost.`] : []),
      ...(problems.length > 0 ? ['The sweep fixes what it can of the problems, and reports what is left.'] : []),
    ],
    runbooks: [RUNBOOKS.startByHand],
    executionArn: execution.arn,
    facts: {
      ...{ appliance, generation: plan?.generation, mode: plan?.mode, because: plan?.because ?? record.because },
      ...{ from, fromZone: plan?.old?.zone, to, toZone: record.zone, answered: record.answered },
      ...(record.zoneKept && { zone: 'same' }),
      ...{ imageId: record.imageId, imageTakenAt: image?.takenAt, imageAgeHours: record.imageAgeHours },
      ...{ seconds, problems, changes, execution: execution.arn },
      ...{ startedAt: execution.startedAt, stoppedAt: execution.stoppedAt },
    },
  });
}

/** The loss of that zone would end the service again. */
const SAME_ZONE = 'same: no other zone could launch it. Switch over when another zone has capacity';

function deedOf(plan: ReportedPlan | undefined, { seconds, zone }: ReportedRecord): string {
  if (plan?.mode === 'switchover') return `switched over${zone ? ` to ${zone}` : ''}, answers`;
  return `taken over, answers again${seconds.outage === undefined ? '' : ` after ${Math.round(seconds.outage)} s`}`;
}

const countOf = ({ length }: string[]): string =>
  length === 0 ? '' : ` (${length} ${length === 1 ? 'problem' : 'problems'})`;

/** In the order in which they happened; the outage has a line of its own. */
const PHASES = ['detect', 'decide', 'launch', 'boot', 'move', 'stop', 'verify'];

function phasesOf(seconds: Record<string, number>): string | undefined {
  const known = PHASES.flatMap((phase) => (seconds[phase] === undefined ? [] : [`${phase} ${seconds[phase]} s`]));
  return known.length > 0 ? `${known.join(', ')} (some overlap, so their sum is not the outage)` : undefined;
}
