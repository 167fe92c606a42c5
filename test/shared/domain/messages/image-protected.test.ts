/** The message about images that only EC2's deregistration protection keeps, and which images these are. */
import { expect, test } from '@jest/globals';
import { protectedIn } from '../../../../shared/domain/messages/image-protected.ts';
import { asMail, imagesProtected } from '../../../support/reported.ts';

test('names the image and how it is pruned', () => {
  const message = imagesProtected('ami-old');
  expect(asMail(message)).toBe(`Subject: sophos: an image cannot be deregistered, it is protected

An image of sophos would go by now, and only EC2's deregistration protection keeps it.
No takeover is the worse for it: it costs the storage of its EBS snapshots. You are notified once for each image.

Images  ami-old

To do:
- Nothing, if it is meant to stay.
- Otherwise: aws ec2 disable-image-deregistration-protection --image-id <id>; a rotation deregisters it, after a day if EC2 requires that.

See docs/concepts/images.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7`);
  expect(message).toMatchObject({ kind: 'image-protected', severity: 'info', facts: { imageIds: ['ami-old'] } });
});

test('names all that are new in one mail', () => {
  const { subject, text } = imagesProtected('ami-1', 'ami-2');
  expect(subject).toBe('sophos: 2 images cannot be deregistered, it is protected');
  expect(text).toContain("2 images of sophos would go by now, and only EC2's deregistration protection keeps them.");
  expect(text).toContain('\nImages  ami-1\n        ami-2\n');
});

test('is about those that nothing else keeps', () => {
  const kept = [
    { imageId: 'ami-1', because: ['protected'] },
    { imageId: 'ami-2', because: ['protected', 'newest-good'] },
    { imageId: 'ami-3', because: ['last', 'daily'] },
    { imageId: 'ami-4', because: [] },
  ];
  const record = { outcome: 'rotated' as const, problems: [], pruned: { kept } };
  expect(protectedIn(record).map(({ about }) => about)).toEqual(['ami-1']);
  expect(protectedIn({ ...record, pruned: undefined })).toEqual([]);
});
