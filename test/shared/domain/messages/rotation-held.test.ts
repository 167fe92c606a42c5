/** The message about nights without an image: why, what a takeover would lose by now, and what to do. */
import { describe, expect, test } from '@jest/globals';
import type { NightHold } from '../../../../shared/domain/images/rotation.ts';
import { asMail, rotationWaits } from '../../../support/reported.ts';

test('says which appliance, how many nights, why, how old the newest good image is, what to do, and where to look', () => {
  const message = rotationWaits();
  expect(asMail(message)).toBe(`Subject: sophos: no image for 2 nights, rotation held (paused)

The rotation of the images of sophos was held: sophos is paused until 2026-12-01 09:00:00 UTC.
The appliance serves. A takeover now would go back 48 h, and further with each night.

Reason  paused
Nights  2 running, since 2026-11-20 03:00:00 UTC
Image   ami-new, taken 2026-11-19 03:00:00 UTC, 48 h old
Lost    what was configured since 2026-11-19 03:00:00 UTC

To do:
- End the pause (npm run failover -- resume sophos --stage dev), or rotate by hand as soon as it is over. The pause also holds automatic takeovers.
- Then start a rotation by hand, or wait for the next night. You are notified once, until an image is taken again.

See docs/operate/rotation-failed.md, docs/concepts/images.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7`);
  expect(message).toMatchObject({ kind: 'rotation-held', severity: 'warning' });
});

test('without any good image it is critical: nothing could be launched', () => {
  const message = rotationWaits({ newestGood: { found: 'missing', why: 'none of the 0 available images' } });
  expect(message.severity).toBe('critical');
  expect(message.text).toContain('a takeover now would have nothing to launch.');
  expect(message.text).toContain('\nImage   none (none of the 0 available images)\n');
});

test.each([{ found: 'unread', why: 'RequestLimitExceeded' }, undefined])(
  'an image of unknown age is not called gone (%j)',
  (newestGood) => {
    const { severity, text } = rotationWaits({ newestGood });
    expect(severity).toBe('warning');
    expect(text).toMatch(/\nImage {3}of unknown age \((RequestLimitExceeded|not looked at)\)\n/);
  },
);

test('a copy is an image of unknown age, with any date', () => {
  const { severity, text } = rotationWaits({ newestGood: { found: 'read', answer: { imageId: 'ami-copy' } } });
  expect(severity).toBe('warning');
  expect(text).toContain(
    '\nImage   ami-copy, of unknown age (a copied or registered image does not say when its content was taken)\n',
  );
});

describe('every reason that costs a night has a next step of its own', () => {
  const reasons: NightHold[] = [
    'no-holder',
    'takeover-running',
    'takeover-recent',
    'paused',
    'unhealthy',
    'name-taken',
  ];

  test.each(reasons)('%s', (because) => expect(rotationWaits({ because }).text).not.toContain('Read the execution'));

  test.each(['toString', 'something new', undefined])('and %s, which is none, the execution', (because) =>
    expect(rotationWaits({ because }).text).toContain('- Read the execution below.\n'),
  );
});
