/** The message that a takeover has succeeded. */
import { describe, expect, test } from '@jest/globals';
import { takeoverSucceeded } from '../../../../shared/domain/messages/takeover-succeeded.ts';
import { aReportedExecution, aReportedRecord, asMail, succeeded } from '../../../support/reported.ts';

test('a success says who serves, the seconds of each phase, and what the age of the image means', () => {
  const message = succeeded();
  expect(asMail(message)).toBe(`Subject: sophos: taken over, answers again after 175 s

sophos answers: i-new in ap-northeast-1c has taken over from i-old in ap-northeast-1a.
Sessions were cut, and clients reconnect. Lost: what was configured since 2026-11-20 21:00:00 UTC.

Because  failed according to: EC2 status impaired; direct probe
Outage   175 s
Phases   detect 30 s, decide 3 s, launch 20 s, boot 120 s, move 2.5 s, stop 0.5 s, verify 117.5 s (some overlap, so their sum is not the outage)
From     i-old in ap-northeast-1a
To       i-new in ap-northeast-1c
Image    ami-new, taken 2026-11-20 21:00:00 UTC, 6 h old

To do:
- Configure again what is lost. The next rotation takes a new image.
- Do not terminate i-old before that image exists: only its volumes have what is lost.

See docs/operate/start-by-hand.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1`);
  expect(message).toMatchObject({ appliance: 'sophos', kind: 'takeover-succeeded', severity: 'info' });
});

test('the same facts are there for machines, with every change', () =>
  expect(succeeded().facts).toMatchObject({
    ...{ appliance: 'sophos', generation: 1, mode: 'failover', from: 'i-old', fromZone: 'ap-northeast-1a' },
    ...{ to: 'i-new', toZone: 'ap-northeast-1c', answered: true, imageId: 'ami-new', imageAgeHours: 6 },
    ...{ seconds: { outage: 175, boot: 120 }, problems: [] },
    changes: [{ at: '2026-11-21T03:00:26.000Z', change: 'address', from: 'i-old', to: 'i-new' }],
  }));

describe('it says otherwise', () => {
  test('when something was left undone: each problem, and how many there are', () => {
    const message = succeeded({ problems: ['the old instance was not stopped: denied', 'no alarm could be written'] });
    expect(message.severity).toBe('warning');
    expect(message.subject).toBe('sophos: taken over, answers again after 175 s (2 problems)');
    expect(message.text).toContain(`
Problems  the old instance was not stopped: denied
          no alarm could be written

To do:
- Configure again what is lost. The next rotation takes a new image.
- Do not terminate i-old before that image exists: only its volumes have what is lost.
- The sweep fixes what it can of the problems, and reports what is left.
`);
  });

  test('when it stayed in the zone of the old instance, whose loss would end the service', () => {
    const { text, facts } = succeeded({ zone: 'ap-northeast-1a', zoneKept: true });
    expect(text).toMatch(/\nZone +same: no other zone could launch it. Switch over when another zone has capacity\n/);
    expect(facts).toMatchObject({ zone: 'same' });
  });

  test('after a switchover, whose outage is that of the move', () => {
    const seconds = { boot: 120, outage: 1.2 };
    const { subject, text } = succeeded({ problems: ['one'], seconds }, { mode: 'switchover' });
    expect(subject).toBe('sophos: switched over to ap-northeast-1c, answers (1 problem)');
    expect(text).toMatch(/\nOutage +1\.2 s\n/);
  });

  test('when neither its plan nor its seconds are known', () => {
    const record = aReportedRecord({ seconds: {}, zone: undefined, because: 'the record says why' });
    const sent = takeoverSucceeded({ appliance: 'sophos', plan: undefined, record, execution: aReportedExecution() });
    expect(sent.subject).toBe('sophos: taken over, answers again');
    expect(sent.text).toContain(
      '\nBecause  the record says why\nFrom     i-old\nTo       i-new\nImage    ami-new, of unknown age\n',
    );
  });
});
