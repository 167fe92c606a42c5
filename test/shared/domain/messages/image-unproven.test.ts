/** The message about an image that is good without the proof that was due. */
import { expect, test } from '@jest/globals';
import { unprovenIn } from '../../../../shared/domain/messages/image-unproven.ts';
import { asMail, rotationUnproven } from '../../../support/reported.ts';

const DENIED = 'RefusedError: making security group failover-dev-sophos-proof: SecurityGroupLimitExceeded';

test('says that the image is in use all the same, why nothing is known of it, and what to do', () => {
  const message = rotationUnproven(DENIED);
  expect(asMail(message)).toBe(`Subject: sophos: its newest image is good, and could not be proven to boot

The image that the rotation of sophos has made is good, and whether it boots could not be seen.
A takeover would use it. Each night tries to prove the next one. You are notified once, until a proof has a result.

Because  ${DENIED}
Image    ami-new

To do:
- Nothing the first time, if it was want of capacity, a takeover or EC2 itself.
- Otherwise fix what it names; a takeover may meet it too. Then start one rotation with "prove": true.

See docs/operate/rotation-failed.md, docs/concepts/images.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7`);
  expect(message).toMatchObject({ kind: 'image-unproven', severity: 'warning', facts: { unproven: DENIED } });
});

test('is one condition for every cause of the delay, and none where no proof was delayed', () => {
  const record = { outcome: 'rotated' as const, problems: [] };
  const about = (unproven: string | undefined) => unprovenIn({ ...record, unproven }).map((each) => each.about);
  expect([about('no capacity'), about('denied'), about(undefined)]).toEqual([['proof'], ['proof'], []]);
});
