/** The notifications about what a rotation pruned for an unusual reason, and about what it left alone without proof. */
import { expect, test } from '@jest/globals';
import { imageUnknown, unknownIn } from '../../../../shared/domain/messages/image-unknown.ts';
import { imagePruned, prunedIn } from '../../../../shared/domain/messages/unusual-pruning.ts';
import { aRotation, asMail, rotationBroken } from '../../../support/reported.ts';

const RECORD = {
  ...{ outcome: 'rotated' as const, problems: [] },
  pruned: {
    kept: [
      { imageId: 'ami-claimed', because: ['no-provenance'] },
      { imageId: 'ami-marked', because: ['no-record'] },
      { imageId: 'ami-good', because: ['newest-good'] },
    ],
    reasons: [
      { imageId: 'ami-old', because: 'superseded' },
      { imageId: 'ami-older', because: 'too-old' },
      { imageId: 'ami-bad', because: 'failed' },
      { imageId: 'ami-left', because: 'stale-candidate' },
    ],
    snapshots: { deleted: ['snap-gone'], marked: ['snap-late'], unproven: ['snap-theirs'] },
  },
};

const EVERY = [
  'ami-bad deregistered: failed',
  'ami-left deregistered: stale-candidate',
  'snap-gone deleted: its image is gone',
  'snap-late will be deleted in two days: its image is gone',
];

test('every unusual reason is a fact of its own, and what the configuration asks for is none', () => {
  expect(prunedIn(RECORD).map(({ about }) => about)).toEqual(EVERY);
  expect(
    prunedIn({ ...RECORD, pruned: { kept: [], reasons: [{ imageId: 'ami-old', because: 'superseded' }] } }),
  ).toEqual([]);
  expect(prunedIn({})).toEqual([]);
});

test('what was pruned is listed with its reason', () =>
  expect(
    asMail(imagePruned({ appliance: 'sophos', details: EVERY, execution: aRotation() })),
  ).toBe(`Subject: sophos: 4 pruned for an unusual reason

A rotation of sophos pruned images that were never good, or EBS snapshots whose image is gone.
A record of a rotation confirms that they are ours and of no use. Good images are not affected. Each is notified once.

Pruned  ami-bad deregistered: failed
        ami-left deregistered: stale-candidate
        snap-gone deleted: its image is gone
        snap-late will be deleted in two days: its image is gone

To do:
- Nothing, if the notification of a failed rotation came before, or if you deregistered the image yourself.
- To keep an EBS snapshot that is not deleted yet, remove its tag failover:appliance within two days.
- Otherwise find out why images fail: read the records of the last rotations.

See docs/concepts/images.md, docs/operate/rotation-failed.md
aws stepfunctions describe-execution --execution-arn arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:e-7`));

test('the notification of a failed rotation lists what that rotation pruned', () => {
  const { text, facts } = rotationBroken({ failure: 'the image was not made', pruned: RECORD.pruned });
  expect(text).toMatch(/\nPruned {4}ami-bad deregistered: failed\n {10}ami-left deregistered: stale-candidate\n/);
  expect(facts).toMatchObject({ reasons: RECORD.pruned.reasons, snapshots: RECORD.pruned.snapshots });
  expect(rotationBroken({ failure: 'the image was not made' }).text).not.toContain('Pruned');
});

test('what carries our tags without provenance is named, images and EBS snapshots alike', () => {
  const ids = unknownIn(RECORD).map(({ about }) => about);
  expect(ids).toEqual(['ami-claimed', 'ami-marked', 'snap-theirs']);
  const of = (...some: string[]) => imageUnknown({ appliance: 'sophos', ids: some, execution: aRotation() });
  expect(of(...ids)).toMatchObject({
    kind: 'image-unknown',
    subject: 'sophos: 2 images and an EBS snapshot carry our tags without provenance',
  });
  expect(of('ami-1').text).toMatch(/^An image carries the tags of sophos, but no record/);
  expect(of('snap-1', 'snap-2').text).toMatch(/^2 EBS snapshots carry the tags of sophos, but no record/);
});
