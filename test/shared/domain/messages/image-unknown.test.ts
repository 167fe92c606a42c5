/** The message about what carries our tags without provenance: which it is, what it means, and how to find who tagged it. */
import { expect, test } from '@jest/globals';
import { imageUnknown, unknownIn } from '../../../../shared/domain/messages/image-unknown.ts';
import { aRotation, asMail } from '../../../support/reported.ts';

const unknown = (...ids: string[]) => imageUnknown({ appliance: 'sophos', ids, execution: aRotation() });

test('says that it is left alone, and where to look for who made it', () => {
  const message = unknown('ami-1');
  expect(asMail(message)).toBe(`Subject: sophos: an image carries our tags without provenance

An image carries the tags of sophos, but no record of a rotation confirms them.
They are left alone, and a takeover uses such an image only where no other is left. Another principal may have written the tags, or copied an image together with its tags: the date of a copy says nothing about its content. Each is notified once.

Unproven  ami-1

To do:
- See who made or tagged them: CloudTrail, events CopyImage and CreateTags.
- If they are not the appliance, remove the failover: tags. If they are of no use, deregister or delete them.

See docs/operate/foreign-tags.md, docs/concepts/images.md
aws stepfunctions describe-execution --execution-arn ${aRotation().arn}`);
  expect(message).toMatchObject({ appliance: 'sophos', kind: 'image-unknown', severity: 'warning' });
  expect(message.facts).toEqual({ appliance: 'sophos', ids: ['ami-1'], execution: aRotation().arn });
});

test.each([
  [['snap-1'], 'an EBS snapshot carries'],
  [['ami-1', 'ami-2'], '2 images carry'],
  [['ami-1', 'snap-1'], 'an image and an EBS snapshot carry'],
  [['ami-1', 'snap-1', 'snap-2'], 'an image and 2 EBS snapshots carry'],
])('counts what it is: %j', (ids, words) => {
  expect(unknown(...ids).subject).toBe(`sophos: ${words} our tags without provenance`);
});

test('is about what no record of a rotation confirms, and each once by its id', () => {
  const kept = [
    { imageId: 'ami-1', because: ['no-provenance'] },
    { imageId: 'ami-2', because: ['daily', 'no-record'] },
    { imageId: 'ami-3', because: ['daily'] },
  ];
  const snapshots = { deleted: ['snap-1'], marked: ['snap-2'], unproven: ['snap-3'] };
  const record = { outcome: 'rotated' as const, problems: [], pruned: { kept, snapshots } };
  expect(unknownIn(record)).toEqual(
    ['ami-1', 'ami-2', 'snap-3'].map((id) => ({ kind: 'image-unknown', about: id, detail: id })),
  );
});

test('is about nothing where a rotation has pruned nothing', () => {
  expect(unknownIn({ outcome: 'rotated', problems: [] })).toEqual([]);
  expect(unknownIn({ outcome: 'rotated', problems: [], pruned: { kept: [] } })).toEqual([]);
});
