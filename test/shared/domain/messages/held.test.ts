/** The message that a failover was held: every reason has its own words, or is known to need no action. */
import { describe, expect, test } from '@jest/globals';
import type { HoldReason } from '../../../../shared/domain/decision/hold-reason.ts';
import { HOLDS } from '../../../../shared/domain/messages/holds.ts';
import { asMail, held } from '../../../support/reported.ts';

test('a hold says why, what was seen, and what to do', () => {
  const alarms = { statusCheck: 'ok', probe: 'failing' };
  const seen = { instance: 'running', status: 'ok', probe: 'failing', health: 'suspect', alarms };
  const message = held('rebooting', 'silent since 2026-11-21T02:59:00.000Z, excused until 03:02', seen);
  expect(asMail(message)).toBe(`Subject: sophos: does not answer, and is given time to reboot

sophos was not taken over: silent since 2026-11-21 02:59:00 UTC, excused until 03:02.
It does not answer, but EC2 says that it runs unimpaired, as it does during a firmware update.

Reason  rebooting
Seen    instance running, status ok, probe failing, health suspect, alarms (statusCheck ok, probe failing)

To do:
- Nothing: it is taken over when its grace is over. If you know that it is no reboot, start by hand.

Look first:    npm run failover -- plan sophos --stage dev
Then by hand:  npm run failover -- failover sophos --reason "WHY" --stage dev

See docs/concepts/decisions.md, docs/operate/start-by-hand.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:e-3`);
  expect(message).toMatchObject({ appliance: 'sophos', kind: 'held', severity: 'warning' });
  expect(message.facts).toMatchObject({ because: 'rebooting', evidence: seen });
});

/** The compiler checks that no reason is missing. */
const TOLD: Record<HoldReason, [severity: string, subject: string, means: string, toDo: string] | 'not notified'> = {
  'already-running': 'not notified',
  settling: 'not notified',
  stale: 'not notified',
  'not-in-alarm': 'not notified',
  healthy: 'not notified',
  answers: [
    'warning',
    'sophos: not taken over, it answers',
    'A person asked for a failover of an appliance that answers. A failover replaces it at once, and sessions are cut.',
    '- Start a switchover. To replace it at once all the same, start the failover again with "force": true in its input.',
  ],
  'not-our-alarm': 'not notified',
  'unknown-appliance': [
    'warning',
    'sophos: not taken over, it is not configured',
    'An alarm or a person names an appliance that appliances.yml does not have.',
    '- Correct the name. After a removal, delete the old alarm, or it asks again.',
  ],
  'no-holder': [
    'critical',
    'sophos: not taken over, no instance has the address',
    'Without a holder, now or on record, it is unknown what to replace. No packets pass until you associate the address.',
    '- Attach the address to the appliance, or tag the address failover:active-instance with its instance id.',
  ],
  'not-owner': [
    'warning',
    'sophos: not taken over, the address belongs to another stack',
    'The tag failover:owner on the address names another stack, which is the one that protects it.',
    '- Find out which of the two is meant. To hand it over on purpose, take ownership explicitly.',
  ],
  paused: [
    'warning',
    'sophos: not taken over, automatic takeovers are paused',
    'Something called for a takeover, and a pause holds every automatic one.',
    '- Look whether it is down. Resume, or start by hand: a person overrides a pause.',
  ],
  'address-moved': [
    'warning',
    'sophos: may have failed, its address was moved by hand',
    'The address was given to another instance by hand, and that one is not adopted yet, so nothing is moved.',
    '- Look whether it answers. If it is down, give the address back, or start by hand.',
  ],
  unconfirmed: [
    'warning',
    'sophos: may have failed, no second witness confirms it',
    'One witness says that it failed, and no other one does, so nothing is moved.',
    '- Look for yourself. If it is down, start by hand.',
  ],
  'probe-unproven': [
    'warning',
    'sophos: may have failed, its probe has no vote yet',
    'It is silent, but its probe has never succeeded for five minutes: something may simply block it.',
    '- Check the appliance. If it is down, start a failover by hand. If it is up, fix the probe.',
  ],
  rebooting: [
    'warning',
    'sophos: does not answer, and is given time to reboot',
    'It does not answer, but EC2 says that it runs unimpaired, as it does during a firmware update.',
    '- Nothing: it is taken over when its grace is over. If you know that it is no reboot, start by hand.',
  ],
  'stopped-by-person': [
    'warning',
    'sophos: stopped by a person, not taken over yet',
    'A person stopped the instance, probably on purpose. After ten minutes it counts as failed.',
    '- Start the instance again, or start a takeover by hand. For longer work, pause the appliance.',
  ],
  'address-detached': [
    'critical',
    'sophos: its address was taken away by hand',
    'The instance runs without its address, so no packets pass. The address may have been taken away on purpose.',
    '- Attach the address again, or start a takeover by hand.',
  ],
  'needs-a-person': [
    'critical',
    'sophos: down, two replacements never answered',
    'Replacements from two images in a row stayed silent. There is no automatic attempt for a day.',
    '- Find out why, with an older image if need be; then start by hand.',
  ],
  'cooling-down': [
    'critical',
    'sophos: failed again too soon for an automatic takeover',
    'The appliance failed again. The cooldown prevents it from moving from zone to zone again and again.',
    '- It is down now. Start by hand, or wait for the time above: then the next automatic takeover may begin.',
  ],
  'retry-later': [
    'warning',
    'sophos: down, the takeover that failed is tried again later',
    'The last takeover failed, and the traffic is where it was before. Failover retries after 1, 2, 4 and 8 minutes, and then every 15 minutes.',
    '- Read the failure of the last takeover and fix its cause. To try at once, start by hand.',
  ],
  'observe-only': [
    'critical',
    'sophos: would be taken over, but mode is observe',
    'It would have been replaced. In mode observe nothing is changed automatically.',
    '- If it is down, start by hand. Set mode: auto when you trust the decisions.',
  ],
};

describe('every reason', () => {
  test.each(Object.entries(TOLD))('%s', (because, words) => {
    if (words === 'not notified') {
      expect(HOLDS[because as HoldReason]).toBe('not-notified');
      return;
    }
    const { severity, subject, text } = held(because as HoldReason, 'the sentence about this case');
    const lines = text.split('\n');
    expect(lines[0]).toBe('sophos was not taken over: the sentence about this case.');
    expect([severity, subject, lines[1], lines[lines.indexOf('To do:') + 1]]).toEqual(words);
  });

  test('is critical when the appliance is known to have failed', () =>
    expect(held('paused', 'paused until tomorrow', { health: 'failed' }).severity).toBe('critical'));
});
