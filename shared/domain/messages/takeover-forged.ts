/** An execution of the machine `takeover` that our `failover` machine did not start: it was refused, and changed nothing. */
import { compose, type Message, RUNBOOKS } from './message.ts';
import { atClock, type ReportedExecution } from './reported.ts';

type Forged = { appliance: string; execution: ReportedExecution; why: string };

export function takeoverForged({ appliance, execution, why }: Forged): Message {
  const { arn, status, startedAt, stoppedAt } = execution;
  return compose({
    ...{ appliance, kind: 'takeover-forged', severity: 'warning' },
    headline: 'a takeover that failover did not start was refused; nothing changed',
    is: `Someone started an execution of the takeover machine directly. It was refused, and it changed nothing.`,
    means: 'Takeovers of failover itself are not blocked. More of these within the hour are not notified one by one.',
    lines: [
      ['Why refused', why],
      ['Status', status],
      ['Began at', atClock(startedAt)],
      ['Ended at', stoppedAt && atClock(stoppedAt)],
    ],
    toDo: [
      'Find who started it: CloudTrail, event StartExecution, with the execution below.',
      'Take states:StartExecution on the takeover machine away from that principal; the page names the policy.',
      'To replace the appliance, start the machine failover instead.',
    ],
    runbooks: [RUNBOOKS.startByHand, RUNBOOKS.security],
    executionArn: arn,
    facts: { appliance, status, why, startedAt, stoppedAt, execution: arn },
  });
}
