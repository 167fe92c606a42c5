/** Which images are good, and in which order. */
import { describe, expect, test } from '@jest/globals';
import { goodImages, isUnproven, type Ranking, withoutAvoided } from '../../../../shared/domain/images/image.ts';
import type { Ledger } from '../../../../shared/domain/images/ledger.ts';
import { type Image, TAG } from '../../../../shared/domain/snapshot.ts';
import { anImage } from '../../../support/images.ts';

const OURS = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };
const older = anImage({ id: 'ami-older', createdAt: '2026-11-18T03:00:00.000Z' });
const newer = anImage({ id: 'ami-newer', createdAt: '2026-11-19T03:00:00.000Z' });
const marked = (mark: string, id: string) => anImage({ id, tags: { ...OURS, [TAG.image]: mark } });
const idsOf = (images: { id: string }[]) => images.map(({ id }) => id);

const RANKING: Ranking = {
  ...{ family: 'sophos', ledgers: [], recipeImages: true },
};

const ledgerWith = (...images: Ledger['images']): Ledger => ({
  ...{ execution: 'arn:rotation', endedAt: '2026-11-19T03:10:00.000Z', orphans: [], active: 'i-old', images },
});

describe('the good images', () => {
  test("come newest first, for any order of EC2's list", () => {
    expect(idsOf(goodImages([older, newer], RANKING))).toEqual(['ami-newer', 'ami-older']);
  });

  test('are all that carry the Name of the recipe until one of ours is marked good', () => {
    expect(idsOf(goodImages([older, marked('good', 'ami-good')], RANKING))).toEqual(['ami-good']);
  });

  test('never include a candidate that was not accepted', () => {
    expect(idsOf(goodImages([older, marked('candidate', 'ami-candidate')], RANKING))).toEqual(['ami-older']);
    expect(goodImages([marked('candidate', 'ami-candidate')], RANKING)).toEqual([]);
  });

  test('leave the list they were chosen from as it was', () => {
    const found = [older, newer];
    goodImages(found, RANKING);
    expect(idsOf(found)).toEqual(['ami-older', 'ami-newer']);
  });
});

describe('what a stranger has tagged', () => {
  const listed = marked('good', 'ami-listed');
  const planted = { ...marked('good', 'ami-planted'), takenAt: '2026-11-20T09:00:00.000Z' };
  const ledgers = [ledgerWith({ imageId: 'ami-listed', sourceInstanceId: 'i-old' })];
  const provenances = (images: Image[], ranking: Partial<Ranking>) =>
    goodImages(images, { ...RANKING, ...ranking }).map(({ id, provenance }) => [id, provenance]);

  test('does not count as good without the owner tag', () => {
    const nameless = anImage({ id: 'ami-planted', tags: { Name: 'sophos', [TAG.image]: 'good' } });
    expect(goodImages([nameless], RANKING)).toEqual([]);
  });

  test('comes behind every image that a record lists, however new it is', () => {
    expect(provenances([planted, listed], { ledgers })).toEqual([
      ['ami-listed', 'listed'],
      ['ami-planted', 'none'],
    ]);
  });

  test('is used where nothing else is left, and is known to be unproven', () => {
    const left = goodImages([planted], { ...RANKING, ledgers });
    expect([idsOf(left), isUnproven(left)]).toEqual([['ami-planted'], true]);
  });

  test('with only the Name does not count once a rotation has succeeded, or where the configuration says so', () => {
    expect(goodImages([older], { ...RANKING, ledgers })).toEqual([]);
    expect(goodImages([older], { ...RANKING, recipeImages: false })).toEqual([]);
  });

  test('has no maker where the records cannot be read, and the newest comes first', () => {
    expect(provenances([listed, planted], { ledgers: 'unread' })).toEqual([
      ['ami-planted', 'unread'],
      ['ami-listed', 'unread'],
    ]);
  });
});

describe('a copy', () => {
  const lastMonth = anImage({ ...marked('good', 'ami-copy'), createdAt: '2026-11-21T09:00:00.000Z' });
  const copy = { ...lastMonth, sourceImageId: 'ami-original', takenAt: '2026-10-20T03:00:00.000Z' };
  const ofUnknownAge = { ...copy, id: 'ami-unknown', takenAt: undefined };
  const lastNight = marked('good', 'ami-night');

  test.each([
    ['of an old image comes behind newer content', copy],
    ['of unknown age comes behind an image of known age', ofUnknownAge],
  ])('%s where the records cannot be read', (_, each) =>
    expect(idsOf(goodImages([each, lastNight], { ...RANKING, ledgers: 'unread' }))).toEqual(['ami-night', each.id]),
  );

  test('with only the Name comes behind newer content before the first rotation', () => {
    const named: Image = { ...copy, tags: { Name: 'sophos' }, ours: false, standing: 'unmarked' };
    expect(idsOf(goodImages([named, older], RANKING))).toEqual(['ami-older', 'ami-copy']);
  });

  test('is used where nothing else is left', () =>
    expect(idsOf(goodImages([ofUnknownAge], { ...RANKING, ledgers: 'unread' }))).toEqual(['ami-unknown']));
});

describe('an image that no record lists yet', () => {
  const named = (overrides: Partial<Image>) =>
    anImage({ ...marked('good', 'ami-named'), sourceInstanceId: 'i-old', ...overrides });
  const provenance = (image: Image) =>
    goodImages([image], { ...RANKING, ledgers: [ledgerWith()] }).map((each) => each.provenance);

  test('is ours by its name, its date and the instance that it was taken of', () => {
    expect(provenance(named({}))).toEqual(['named']);
  });

  test.each([
    ['of another instance', { sourceInstanceId: 'i-database' }],
    ['that was copied', { sourceInstanceId: undefined }],
    ['of another name', { name: 'database_20261120_0300' }],
    ['made at another time than its name says', { createdAt: '2026-11-20T05:01:00.000Z' }],
  ])('is not when it is one %s', (_, overrides) => expect(provenance(named(overrides))).toEqual(['none']));
});

test('images of a new line that is not proven yet come behind those of the line before', () => {
  const trial = { ...marked('good', 'ami-trial'), takenAt: '2026-11-20T09:00:00.000Z' };
  const ledgers = [
    ledgerWith({ imageId: 'ami-trial', sourceInstanceId: 'i-new', trial: true }, { imageId: 'ami-before' }),
  ];
  expect(idsOf(goodImages([trial, marked('good', 'ami-before')], { ...RANKING, ledgers }))).toEqual([
    'ami-before',
    'ami-trial',
  ]);
});

describe('an image from which a replacement never answered', () => {
  test('is avoided', () => {
    expect(idsOf(withoutAvoided([newer, older], ['ami-newer']))).toEqual(['ami-older']);
  });

  test('is better than none', () => {
    expect(idsOf(withoutAvoided([newer], ['ami-newer']))).toEqual(['ami-newer']);
  });
});
