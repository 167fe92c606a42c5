/** The message about a takeover that failover did not start: what was refused, and where to look for who it was. */
import { expect, test } from '@jest/globals';
import { takeoverForged } from '../../../../shared/domain/messages/takeover-forged.ts';
import { aReportedExecution, asMail } from '../../../support/reported.ts';

const WHY = 'no execution of failover made this plan';
const forged = (stoppedAt: string | undefined) =>
  takeoverForged({
    ...{ appliance: 'sophos', why: WHY },
    execution: { ...aReportedExecution({ status: 'FAILED' }), stoppedAt },
  });

test('says that nothing changed, why it was refused, and how to stop it', () => {
  const message = forged('2026-11-21T03:00:09.000Z');
  expect(asMail(message)).toBe(`Subject: sophos: a takeover that failover did not start was refused; nothing changed

Someone started an execution of the takeover machine directly. It was refused, and it changed nothing.
Takeovers of failover itself are not blocked. More of these within the hour are not notified one by one.

Why refused  no execution of failover made this plan
Status       FAILED
Began at     2026-11-21 03:00:05 UTC
Ended at     2026-11-21 03:00:09 UTC

To do:
- Find who started it: CloudTrail, event StartExecution, with the execution below.
- Take states:StartExecution on the takeover machine away from that principal; the page names the policy.
- To replace the appliance, start the machine failover instead.

See docs/operate/start-by-hand.md, docs/concepts/security.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1`);
  expect(message).toMatchObject({ appliance: 'sophos', kind: 'takeover-forged', severity: 'warning' });
  expect(message.facts).toEqual({
    ...{ appliance: 'sophos', status: 'FAILED', why: WHY, execution: aReportedExecution().arn },
    ...{ startedAt: '2026-11-21T03:00:05.000Z', stoppedAt: '2026-11-21T03:00:09.000Z' },
  });
});

test('has no end while the execution has none', () => {
  expect(forged(undefined).text).not.toContain('Ended at');
});
