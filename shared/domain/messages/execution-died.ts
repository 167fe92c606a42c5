/** An execution ended without a word of its own: it was killed, stopped, or failed before it could say what it did. */
import { compose, type Line, type Message, RUNBOOKS } from './message.ts';
import { atClock, holderLine, inZone, type ReportedExecution, type ReportedPlan, type Standing } from './reported.ts';

type Died = { appliance: string; execution: ReportedExecution };

/** What Step Functions says of an end. */
export const endingOf = ({ status, error, cause, startedAt, stoppedAt }: ReportedExecution): Line[] => [
  ['Status', status],
  ['Error', error],
  ['Cause', cause],
  ['Began at', atClock(startedAt)],
  ['Ended at', stoppedAt && atClock(stoppedAt)],
];

function factsOf({ appliance, execution }: Died) {
  const { arn, status, error, cause, startedAt, stoppedAt } = execution;
  return { appliance, status, error, cause, startedAt, stoppedAt, execution: arn };
}

export function takeoverDied({
  plan,
  standing,
  ...died
}: Died & { plan: ReportedPlan | undefined; standing: Standing }): Message {
  const { appliance, execution } = died;
  const old = plan?.old;
  return compose({
    ...{ appliance, kind: 'takeover-died', severity: 'critical' },
    headline: `takeover died (${execution.status}), it is unknown where the traffic leads`,
    is: `A takeover of ${appliance} ended without a record, so what it changed is unknown.`,
    means:
      'It may be partially applied. Unless the appliance is paused or observed, a failover begins within minutes and finishes it.',
    lines: [
      ...endingOf(execution),
      ['Address now', holderLine(standing, { from: old?.instanceId, to: undefined })],
      ['From', old && inZone(old.instanceId, old.zone)],
      ['Because', plan?.because],
    ],
    toDo: [
      'If no takeover begins within five minutes, start one by hand: it finishes what is partially applied.',
      'Never redrive this one: a redriven takeover refuses every change.',
    ],
    byHand: true,
    runbooks: [RUNBOOKS.takeoverFailed],
    executionArn: execution.arn,
    facts: {
      ...factsOf(died),
      ...{ generation: plan?.generation, because: plan?.because, from: old?.instanceId },
      holder: standing.reading === 'read' ? (standing.instanceId ?? null) : 'unreadable',
    },
  });
}

export function failoverFailed(failed: Died): Message {
  const { appliance, execution } = failed;
  return compose({
    ...{ appliance, kind: 'failover-failed', severity: 'critical' },
    headline: `failover could not be decided (${execution.status})`,
    is: `A failover was requested of ${appliance}, and it ended without an answer.`,
    means:
      'No takeover was started. If the appliance is down, the sweep asks again every minute. You are notified once.',
    lines: endingOf(execution),
    toDo: [
      'Fix what the cause names: a permission, a subnet or an image that is missing, a route with another owner.',
      'Then rehearse, and start by hand if the appliance is down.',
    ],
    byHand: true,
    runbooks: [RUNBOOKS.startByHand, RUNBOOKS.decisions],
    executionArn: execution.arn,
    facts: factsOf(failed),
  });
}
