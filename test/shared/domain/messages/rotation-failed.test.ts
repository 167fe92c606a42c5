/** The message about a rotation that ended badly: by its own record, or by what Step Functions says. */
import { expect, test } from '@jest/globals';
import { asMail, rotationBroken, rotationGone, rotationSilent } from '../../../support/reported.ts';

test('a rotation that was killed is notified in the words of Step Functions, with the page that says what to do', () => {
  const message = rotationGone();
  expect(asMail(message)).toBe(`Subject: sophos: rotation of images failed (TIMED_OUT)

The rotation of the images of sophos failed.
The appliance serves as before. Without a newer image, a takeover loses what was configured since the last.

Status    TIMED_OUT
Error     States.Timeout
Began at  2026-11-21 03:00:05 UTC
Ended at  2026-11-21 03:02:30 UTC

To do:
- Look the failure up in the runbook below and fix what it names.
- Then start it again with the same input: twice does no harm.

See docs/operate/rotation-failed.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7`);
  expect(message).toMatchObject({ kind: 'rotation-failed', severity: 'warning' });
});

test('one that failed says so in its own words, and what else it could not do', () => {
  const { text, facts } = rotationBroken({
    failure: 'the image was not made: ami-new is failed',
    problems: ['snap-1 stays: InternalError: later'],
  });
  expect(text).toContain('\nFailure   the image was not made: ami-new is failed\nProblems  snap-1 stays: ');
  expect(text).not.toContain('Cause');
  expect(facts).toMatchObject({ failure: 'the image was not made: ami-new is failed', status: 'FAILED' });
});

test('an image that does not boot is notified as that: the appliance may not survive a restart either', () => {
  const message = rotationBroken({
    failure: 'the image did not boot: i-proof: its status is instance-impaired after 1800 s',
    image: { imageId: 'ami-new', name: 'sophos_20261121_0300' },
    proven: { booted: false, detail: 'i-proof: its status is instance-impaired after 1800 s' },
  });
  expect(message).toMatchObject({ kind: 'proof-failed', severity: 'warning' });
  expect(message.subject).toBe('sophos: its newest image does not boot');
  expect(message.text).toContain('the appliance itself may not survive a restart either.');
  expect(message.text).toContain('\nImage     ami-new\n');
  expect(message.text).toContain('docs/operate/rotation-failed.md');
});

test('an image that boots and does not serve is notified as that, with what else it may be', () => {
  const message = rotationSilent();
  expect(message).toMatchObject({ kind: 'proof-failed', severity: 'warning' });
  expect(message.subject).toBe('sophos: its newest image boots and does not serve');
  expect(message.text).toContain('the appliance itself may not serve after a restart either.');
  expect(message.text).toContain('take probe.subnets out and deploy');
});

test('one that failed of something else, with a proof that was not heard, is no proof that failed', () => {
  const proven = { outcome: 'booted', booted: true, service: 'silent', detail: 'both' };
  expect(rotationBroken({ failure: 'RefusedError: why', proven }).kind).toBe('rotation-failed');
});

test('one that failed after its image has booted is no proof that failed', () =>
  expect(rotationBroken({ failure: 'RefusedError: why', proven: { booted: true, detail: 'both' } }).kind).toBe(
    'rotation-failed',
  ));
