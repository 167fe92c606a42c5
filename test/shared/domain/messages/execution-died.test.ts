/** The messages about executions that ended without a word of their own. */
import { expect, test } from '@jest/globals';
import { takeoverDied } from '../../../../shared/domain/messages/execution-died.ts';
import { aReportedExecution, asMail, atNew, died, undecided } from '../../../support/reported.ts';

test('a takeover that was killed says that the state of the traffic is unknown, and who finishes it', () => {
  const message = died('TIMED_OUT', atNew);
  expect(asMail(message)).toBe(`Subject: sophos: takeover died (TIMED_OUT), it is unknown where the traffic leads

A takeover of sophos ended without a record, so what it changed is unknown.
It may be partially applied. Unless the appliance is paused or observed, a failover begins within minutes and finishes it.

Status       TIMED_OUT
Began at     2026-11-21 03:00:05 UTC
Ended at     2026-11-21 03:02:30 UTC
Address now  i-new, neither the old instance nor the new
From         i-old in ap-northeast-1a
Because      failed according to: EC2 status impaired; direct probe

To do:
- If no takeover begins within five minutes, start one by hand: it finishes what is partially applied.
- Never redrive this one: a redriven takeover refuses every change.

Look first:    npm run failover -- plan sophos --stage dev
Then by hand:  npm run failover -- failover sophos --reason "WHY" --stage dev

See docs/operate/takeover-failed.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1`);
  expect(message).toMatchObject({ kind: 'takeover-died', severity: 'critical' });
  expect(message.facts).toMatchObject({ status: 'TIMED_OUT', from: 'i-old', holder: 'i-new', generation: 1 });
});

test('a takeover whose plan is unreadable is notified all the same', () => {
  const execution = aReportedExecution({ status: 'ABORTED', error: 'Person', cause: 'stopped in the console' });
  const standing = { reading: 'unreadable' } as const;
  const { text, facts } = takeoverDied({ appliance: 'sophos', plan: undefined, standing, execution });
  expect(text).toContain('\nStatus       ABORTED\nError        Person\nCause        stopped in the console\n');
  expect(text).toContain('\nAddress now  could not be read just now\n\nTo do:');
  expect(facts.holder).toBe('unreadable');
});

test('a failover machine that could not decide says why, and that it is notified once', () => {
  const message = undecided();
  expect(asMail(message)).toBe(`Subject: sophos: failover could not be decided (FAILED)

A failover was requested of sophos, and it ended without an answer.
No takeover was started. If the appliance is down, the sweep asks again every minute. You are notified once.

Status    FAILED
Error     RefusedError
Cause     subnets: none of the 2 subnets lies in another zone than ap-northeast-1a
Began at  2026-11-21 03:00:05 UTC
Ended at  2026-11-21 03:02:30 UTC

To do:
- Fix what the cause names: a permission, a subnet or an image that is missing, a route with another owner.
- Then rehearse, and start by hand if the appliance is down.

Look first:    npm run failover -- plan sophos --stage dev
Then by hand:  npm run failover -- failover sophos --reason "WHY" --stage dev

See docs/operate/start-by-hand.md, docs/concepts/decisions.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:sweep-sophos-20261121T0300`);
  expect(message).toMatchObject({ kind: 'failover-failed', severity: 'critical' });
});
