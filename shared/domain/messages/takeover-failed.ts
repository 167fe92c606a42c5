/** A takeover has failed and said so: what stands where now, and what to do about it. */
import { takeoverErrorIn } from '../images/earlier-release.ts';
import { compose, type Message, RUNBOOKS, type Severity } from './message.ts';
import {
  atClock,
  holderLine,
  inZone,
  type ReportedExecution,
  type ReportedPlan,
  type ReportedRecord,
  type Standing,
} from './reported.ts';
import { attemptOf } from './retried.ts';

export type Failed = {
  appliance: string;
  plan: ReportedPlan | undefined;
  record: ReportedRecord;
  execution: ReportedExecution;
  standing: Standing;
};

export function takeoverFailed({ appliance, plan, record, execution, standing }: Failed): Message {
  const { from, to, zone, moved, undone, answered, gaveUp, halfWay, failure, problems, changes, seconds } = record;
  const { toDo, headline, ...opening } = openingOf(appliance, record);
  const tried = plan?.tried;
  return compose({
    ...{ appliance, kind: 'takeover-failed', ...opening },
    headline: tried ? `${headline} (attempt ${attemptOf(tried)})` : headline,
    toDo: tried ? [...toDo, OF_ATTEMPTS] : toDo,
    lines: [
      ['Attempts', tried && `${attemptOf(tried)} since ${atClock(tried.since)}`],
      ['Failure', failure],
      ['Address now', holderLine(standing, { from, to })],
      ['Moved', `${yesOrNo(moved)}, undone: ${yesOrNo(undone)}, answered: ${yesOrNo(answered)}`],
      ['From', from && inZone(from, plan?.old?.zone)],
      ['To', to && inZone(to, zone)],
      ['Because', plan?.because ?? record.because],
      ['Ended at', execution.stoppedAt && atClock(execution.stoppedAt)],
      ['Problems', problems],
    ],
    runbooks: [RUNBOOKS.takeoverFailed],
    ...{ executionArn: execution.arn, ...(opening.severity === 'critical' && { byHand: true as const }) },
    facts: {
      ...{ appliance, generation: plan?.generation, mode: plan?.mode, because: plan?.because ?? record.because },
      ...(tried && { attempts: attemptOf(tried), triedSince: tried.since }),
      ...{ from, to, moved, undone, answered, gaveUp, halfWay, failure, problems, seconds, changes },
      ...{ holder: standing.reading === 'read' ? (standing.instanceId ?? null) : 'unreadable' },
      ...{ imageId: record.imageId, imageAgeHours: record.imageAgeHours, execution: execution.arn },
      ...{ startedAt: execution.startedAt, stoppedAt: execution.stoppedAt },
    },
  });
}

const OF_ATTEMPTS =
  'The next report of the same failure comes after twice as many attempts, and at once when the failure changes.';

const yesOrNo = (fact: boolean): string => (fact ? 'yes' : 'no');

type Opening = { severity: Severity; headline: string; is: string; means: string; toDo: string[] };

function openingOf(appliance: string, record: ReportedRecord): Opening {
  if (takeoverErrorIn(record) === 'SupersededError') return stoodAside(appliance);
  if (record.undone && record.gaveUp) return rolledBack(appliance);
  if (record.undone) return ledBack(appliance);
  if (record.gaveUp && record.moved) return silent(appliance);
  if (record.halfWay) return unfinished(appliance);
  return record.moved ? halfWay(appliance) : untouched(appliance);
}

const stoodAside = (appliance: string): Opening => ({
  severity: 'warning',
  headline: 'takeover aborted, superseded by a newer one',
  is: `A takeover of ${appliance} stopped, because a newer one exists or because it was redriven.`,
  means: 'It changed nothing after it had noticed. The newer takeover reports the result.',
  toDo: ['Nothing. Never redrive a takeover: start a failover instead.'],
});

const untouched = (appliance: string): Opening => ({
  severity: 'critical',
  headline: 'takeover failed, nothing was moved',
  is: `The takeover of ${appliance} failed before it moved anything.`,
  means: 'The traffic is where it was. If the appliance is down, it stays down until a takeover succeeds.',
  toDo: [
    'Fix what the failure names.',
    'While it is down, failover retries after 1, 2, 4 and 8 minutes, and then every 15 minutes. Or start by hand.',
  ],
});

const rolledBack = (appliance: string): Opening => ({
  severity: 'warning',
  headline: 'switchover rolled back, the new instance did not answer',
  is: `The switchover of ${appliance} was rolled back: the new instance did not answer within a minute.`,
  means: 'The old instance was never stopped and has the traffic again. Sessions were cut.',
  toDo: [
    'Find out why the new instance does not answer; it still runs. If it only boots slowly, start the switchover again: it is used.',
    'Terminate it when you are done with it. Automatic failover protects the old instance as before.',
  ],
});

const ledBack = (appliance: string): Opening => ({
  severity: 'critical',
  headline: 'takeover failed and was undone',
  is: `The takeover of ${appliance} failed, and the traffic was rolled back to the old instance.`,
  means: 'The old instance was up at that moment and has the traffic again.',
  toDo: [
    'Fix what the failure names, usually a permission; then start again.',
    'Automatic failover protects the old instance as before.',
  ],
});

const silent = (appliance: string): Opening => ({
  severity: 'critical',
  headline: 'taken over, but the replacement does not answer',
  is: `${appliance} was taken over, and the replacement does not answer.`,
  means:
    'No packets pass. The next takeover starts automatically with the previous image, once. After that an operator must decide.',
  toDo: ['If no takeover begins within five minutes, start one by hand.'],
});

const unfinished = (appliance: string): Opening => ({
  severity: 'critical',
  headline: 'takeover partially applied, and is going to be finished',
  is: `The takeover of ${appliance} is partially applied: some of the traffic is moved, and some may not be.`,
  means: 'Unless it is paused or observed, the next one finishes it: after 1, 2, 4, 8, then every 15 minutes.',
  toDo: [
    'If the failure names a permission, give it back; what AWS only did not answer needs nothing.',
    'If no takeover begins within five minutes, start one by hand: it finishes what is partially applied.',
  ],
});

const halfWay = (appliance: string): Opening => ({
  severity: 'critical',
  headline: 'takeover partially applied',
  is: `The takeover of ${appliance} was refused when partially applied: some of the traffic is moved, and some may not be.`,
  means: 'It could not be rolled back. Expect no packets to pass until another takeover has finished.',
  toDo: ['Rehearse to see what is left, fix what the failure names, then start by hand.'],
});
