/** The message that a takeover has failed: what stands where now. */
import { expect, test } from '@jest/globals';
import type { Standing } from '../../../../shared/domain/messages/reported.ts';
import { asMail, atNew, atOld, failed } from '../../../support/reported.ts';

const MOVED = { moved: true, to: 'i-new', zone: 'ap-northeast-1c' };

test('a failure says what stands where, in the words of the record and by who holds the address now', () => {
  const message = failed({ failure: 'RefusedError: launching: UnauthorizedOperation: denied' });
  expect(asMail(message)).toBe(`Subject: sophos: takeover failed, nothing was moved

The takeover of sophos failed before it moved anything.
The traffic is where it was. If the appliance is down, it stays down until a takeover succeeds.

Failure      RefusedError: launching: UnauthorizedOperation: denied
Address now  i-old, the old instance
Moved        no, undone: no, answered: no
From         i-old in ap-northeast-1a
Because      failed according to: EC2 status impaired; direct probe
Ended at     2026-11-21 03:02:30 UTC

To do:
- Fix what the failure names.
- While it is down, failover retries after 1, 2, 4 and 8 minutes, and then every 15 minutes. Or start by hand.

Look first:    npm run failover -- plan sophos --stage dev
Then by hand:  npm run failover -- failover sophos --reason "WHY" --stage dev

See docs/operate/takeover-failed.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1`);
  expect(message).toMatchObject({ kind: 'takeover-failed', severity: 'critical' });
  expect(message.facts).toMatchObject({ moved: false, undone: false, holder: 'i-old', failure: expect.any(String) });
});

const openings: [what: string, record: Parameters<typeof failed>[0], opening: string[]][] = [
  [
    'was rolled back',
    { ...MOVED, undone: true, failure: 'RefusedError: route 10.242.2.0/24' },
    [
      'critical',
      'sophos: takeover failed and was undone',
      'The takeover of sophos failed, and the traffic was rolled back to the old instance.',
      'The old instance was up at that moment and has the traffic again.',
      '- Fix what the failure names, usually a permission; then start again.',
    ],
  ],
  [
    'was a switchover that was rolled back',
    {
      ...MOVED,
      undone: true,
      gaveUp: true,
      failure: 'the replacement never answered: no answer; rolled back to i-old',
    },
    [
      'warning',
      'sophos: switchover rolled back, the new instance did not answer',
      'The switchover of sophos was rolled back: the new instance did not answer within a minute.',
      'The old instance was never stopped and has the traffic again. Sessions were cut.',
      '- Find out why the new instance does not answer; it still runs. If it only boots slowly, start the switchover again: it is used.',
    ],
  ],
  [
    'was never answered',
    { ...MOVED, gaveUp: true, failure: 'the replacement never answered: no answer 1200 s after it began to run' },
    [
      'critical',
      'sophos: taken over, but the replacement does not answer',
      'sophos was taken over, and the replacement does not answer.',
      'No packets pass. The next takeover starts automatically with the previous image, once. After that an operator must decide.',
      '- If no takeover begins within five minutes, start one by hand.',
    ],
  ],
  [
    'is partially applied',
    { ...MOVED, failure: 'RefusedError: route; the old instance i-old is stopped, so what was moved stays' },
    [
      'critical',
      'sophos: takeover partially applied',
      'The takeover of sophos was refused when partially applied: some of the traffic is moved, and some may not be.',
      'It could not be rolled back. Expect no packets to pass until another takeover has finished.',
      '- Rehearse to see what is left, fix what the failure names, then start by hand.',
    ],
  ],
  [
    'failed partially applied',
    { ...MOVED, halfWay: true, failure: 'TransientError: route 10.242.2.0/24: RequestLimitExceeded' },
    [
      'critical',
      'sophos: takeover partially applied, and is going to be finished',
      'The takeover of sophos is partially applied: some of the traffic is moved, and some may not be.',
      'Unless it is paused or observed, the next one finishes it: after 1, 2, 4, 8, then every 15 minutes.',
      '- If the failure names a permission, give it back; what AWS only did not answer needs nothing.',
    ],
  ],
  [
    'met a newer one',
    { ...MOVED, error: 'SupersededError', failure: 'SupersededError: any words' },
    [
      'warning',
      'sophos: takeover aborted, superseded by a newer one',
      'A takeover of sophos stopped, because a newer one exists or because it was redriven.',
      'It changed nothing after it had noticed. The newer takeover reports the result.',
      '- Nothing. Never redrive a takeover: start a failover instead.',
    ],
  ],
];

test.each(openings)('a takeover that %s has words of its own', (_, record, opening) => {
  const { severity, subject, text } = failed(record, atNew);
  const lines = text.split('\n');
  expect([severity, subject, ...lines.slice(0, 2), lines[lines.indexOf('To do:') + 1]]).toEqual(opening);
});

test('a record of the release before says in a sentence that it met a newer one', () => {
  const words = (why: string) => failed({ ...MOVED, failure: `RefusedError: ${why}` }, atNew).severity;
  expect(words('superseded: generation 2 is recorded, which is newer than 1')).toBe('warning');
  expect(words('not superseded: denied')).toBe('critical');
});

const standings: [Standing, string][] = [
  [atOld, 'i-old, the old instance'],
  [atNew, 'i-new, the replacement'],
  [{ reading: 'read', instanceId: 'i-else' }, 'i-else, neither the old instance nor the new'],
  [{ reading: 'read', instanceId: undefined }, 'no instance'],
  [{ reading: 'unreadable' }, 'could not be read just now'],
];

test.each(standings)('with the address at %j it says: %s', (standing, words) => {
  expect(failed({ ...MOVED, problems: ['one', 'two'] }, standing).text).toContain(`\nAddress now  ${words}\n`);
});
