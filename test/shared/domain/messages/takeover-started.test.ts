/** The message that a takeover has begun. */
import { describe, expect, test } from '@jest/globals';
import { asMail, started } from '../../../support/reported.ts';
import { NEW } from '../../../support/snapshots.ts';

test('a failure says what failed according to whom, where it goes, and what is lost', () => {
  const message = started();
  expect(asMail(message)).toBe(`Subject: sophos: failed, taking over to ap-northeast-1c

sophos failed and is being replaced in ap-northeast-1c.
No packets pass until the replacement answers. The next message reports it, and clients reconnect.

Because    failed according to: EC2 status impaired; direct probe
Asked by   failover-dev-sophos-status-check
Failed at  2026-11-21 02:59:30 UTC
From       i-old in ap-northeast-1a
To         m5.large in ap-northeast-1c
Image      ami-new, taken 2026-11-20 21:00:00 UTC, 6 h old
Lost       what was configured since 2026-11-20 21:00:00 UTC
Address    203.0.113.10

To do:
- Nothing, unless no further message comes within 25 minutes: then look at the execution below.

See docs/operate/takeover-failed.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1`);
  expect(message).toMatchObject({ appliance: 'sophos', kind: 'takeover-started', severity: 'critical' });
});

test('a Spot Instance is replaced by an On-Demand one, and the line says so', () => {
  const old = { instanceId: 'i-old', zone: 'ap-northeast-1a', spot: true } as const;
  expect(started({ old }).text).toContain(
    '\nTo         m5.large in ap-northeast-1c, On-Demand (i-old was a Spot Instance)\n',
  );
  expect(started().text).not.toContain('On-Demand');
});

test('the same facts are there for machines', () =>
  expect(started().facts).toMatchObject({
    ...{ appliance: 'sophos', generation: 1, mode: 'failover', automatic: true, address: '203.0.113.10' },
    ...{ because: 'failed according to: EC2 status impaired; direct probe', failedAt: '2026-11-21T02:59:30.000Z' },
    ...{ from: 'i-old', fromZone: 'ap-northeast-1a', toZone: 'ap-northeast-1c', instanceType: 'm5.large' },
    ...{ imageId: 'ami-new', imageTakenAt: '2026-11-20T21:00:00.000Z', imageAgeHours: 6 },
  }));

const MEASURED = { seconds: 131, at: '2026-11-14T03:20:00.000Z', imageId: 'ami-old' };

test('it says which outage to expect, where a proof has measured it', () => {
  const message = started({ measuredBoot: MEASURED });
  expect(message.text).toContain(
    "\nOutage     at most about 131 s from the launch on: launch and boot until both of EC2's checks passed (an upper bound: the service was not asked), as measured on 2026-11-14 of ami-old\n",
  );
  expect(message.facts).toMatchObject({ expectedSeconds: 131 });
});

test.each([
  ['nothing is launched', { finish: { instanceId: 'i-new', generation: 1 } }],
  ['the old instance serves meanwhile', { mode: 'switchover', automatic: false } as const],
  ['nothing was measured', { measuredBoot: undefined }],
])('it expects none when %s', (_what, plan) =>
  expect(started({ measuredBoot: MEASURED, ...plan }).text).not.toContain('Outage'),
);

describe('it says otherwise', () => {
  const opening = (plan: Parameters<typeof started>[0]) => {
    const { severity, subject, text } = started(plan);
    return [severity, subject, ...text.split('\n').slice(0, 2)];
  };

  test('when a person asked for it', () =>
    expect(opening({ automatic: false, requestedBy: 'ada' })).toEqual([
      'warning',
      'sophos: taking over to ap-northeast-1c, asked for by ada',
      'sophos is being replaced in ap-northeast-1c, as ada asked.',
      'Sessions are cut when the traffic moves. Clients reconnect once the replacement answers. The next notification says so.',
    ]));

  test('when it is a switchover, in which nothing has failed', () => {
    const plan = { mode: 'switchover', automatic: false, requestedBy: 'ada' } as const;
    expect(opening(plan)).toEqual([
      'info',
      'sophos: switchover to ap-northeast-1c has begun',
      'sophos is being switched over to ap-northeast-1c, as ada asked.',
      'The old instance serves until the new one is healthy; then sessions are cut once, and clients reconnect. It is stopped after the new one has answered; after a minute without an answer the traffic goes back.',
    ]);
    expect(started(plan).text).not.toContain('Failed at');
  });

  test('when it finishes a partially applied takeover, and loses nothing more', () => {
    const plan = { finish: { instanceId: NEW.instanceId, generation: 4 } };
    expect(opening(plan)).toEqual([
      'critical',
      'sophos: finishing the takeover of generation 4',
      'A takeover of sophos is partially applied and is being finished with i-new.',
      'No packets pass until the replacement answers. The next message reports it, and clients reconnect.',
    ]);
    expect(started(plan).text).not.toContain('Lost');
  });

  test('when the age of the image is unknown', () => {
    const { text } = started({ imagesTakenAt: {} });
    expect(text).toContain(
      'Image      ami-new, of unknown age\nLost       what was configured since the image was taken',
    );
  });
});
