/** When the content of an image was taken, which EC2's CreationDate says only of what CreateImage made. */
import { describe, expect, test } from '@jest/globals';
import {
  newestContentFirst,
  takenAtOf,
  unreadOriginals,
  whyAgeUnknown,
  withTakenAt,
} from '../../../../shared/domain/images/content-time.ts';
import type { Ledger, LedgerImage } from '../../../../shared/domain/images/ledger.ts';

type Dated = Parameters<typeof takenAtOf>[0];

const OCTOBER = '2026-10-20T03:00:00.000Z';
const TODAY = '2026-11-20T12:00:00.000Z';

const taken: Dated = { id: 'ami-night', name: 'sophos_20261020_0300', createdAt: OCTOBER, sourceInstanceId: 'i-old' };
const copy: Dated = { id: 'ami-copy', name: 'sophos by hand', createdAt: TODAY, sourceImageId: 'ami-night' };

const ledgerWith = (...images: LedgerImage[]): Ledger => ({
  ...{ execution: 'e', endedAt: OCTOBER, active: 'i-old', images, orphans: [] },
});

const takenAt = (image: Dated, images: Dated[] = [], ledgers: Ledger[] = []) => takenAtOf(image, { images, ledgers });

describe('the content of an image', () => {
  test('was taken when CreateImage made it of an instance', () => expect(takenAt(taken)).toBe(OCTOBER));

  test('was taken when CreateImage made it, for any image that its instance was launched from', () =>
    expect(takenAt({ ...taken, sourceImageId: 'ami-golden' }, [{ ...copy, id: 'ami-golden' }])).toBe(OCTOBER));

  test('was taken when a record of a rotation says', () =>
    expect(takenAt({ ...copy, id: 'ami-listed' }, [], [ledgerWith({ imageId: 'ami-listed', takenAt: OCTOBER })])).toBe(
      OCTOBER,
    ));

  test('is of unknown age when the image was registered from EBS snapshots', () =>
    expect(takenAt({ ...copy, sourceImageId: undefined })).toBeUndefined());

  test('is of unknown age when EC2 gives no date', () => expect(takenAt({ ...taken, createdAt: '' })).toBeUndefined());
});

describe('the content of a copy', () => {
  test('is as old as the original', () => expect(takenAt(copy, [taken])).toBe(OCTOBER));

  test('is as old as the first original of a chain of copies', () => {
    const second = { ...copy, id: 'ami-second', sourceImageId: 'ami-copy' };
    expect(takenAt(second, [second, copy, taken])).toBe(OCTOBER);
  });

  test('is known from the record of a rotation when the original is gone', () =>
    expect(takenAt(copy, [copy], [ledgerWith({ imageId: 'ami-night', takenAt: OCTOBER })])).toBe(OCTOBER));

  test('is of unknown age when the original is gone and no record lists it, with any name', () =>
    expect(takenAt({ ...copy, name: 'sophos_20261120_1200' }, [copy])).toBeUndefined());

  test('is of unknown age in a circle of copies, which EC2 never makes', () =>
    expect(takenAt(copy, [{ ...copy, id: 'ami-night', sourceImageId: 'ami-copy' }, copy])).toBeUndefined());
});

describe('the order of images', () => {
  const order = (...images: Dated[]): string[] =>
    withTakenAt(images, { images, ledgers: [] })
      .sort(newestContentFirst)
      .map(({ id }) => id);
  const older: Dated = { ...taken, id: 'ami-older', createdAt: '2026-10-19T03:00:00.000Z' };

  test('is that of their content, the newest first', () =>
    expect(order({ ...copy, sourceImageId: 'ami-older' }, older, taken)).toEqual([
      'ami-night',
      'ami-copy',
      'ami-older',
    ]));

  test('has content of unknown age behind that of known age', () =>
    expect(order({ ...copy, sourceImageId: 'ami-gone' }, older)).toEqual(['ami-older', 'ami-copy']));

  test('goes by the names of copies of unknown age, never beyond the date of the copy', () => {
    const unknown = (id: string, name: string): Dated => ({ ...copy, id, name, sourceImageId: 'ami-gone' });
    const earlier = { ...unknown('ami-3', 'x'), createdAt: '2026-11-19T12:00:00.000Z' };
    expect(
      order(
        unknown('ami-1', 'sophos_20261018_0300'),
        unknown('ami-2', 'sophos_20261019_0300'),
        earlier,
        unknown('ami-4', 'sophos_20991231_0300'),
      ),
    ).toEqual(['ami-4', 'ami-3', 'ami-2', 'ami-1']);
  });
});

test('the originals that have to be read are those of copies that are not there themselves, each once', () => {
  const gone = { ...copy, sourceImageId: 'ami-gone' };
  const ofInstance = { ...taken, sourceImageId: 'ami-golden' };
  const images = [copy, gone, { ...gone, id: 'ami-other' }, ofInstance];
  expect(unreadOriginals(images, [...images, taken])).toEqual(['ami-gone']);
});

test.each([
  ['a copy whose original is gone', copy, /copied on 2026-11-20T12:00:00.000Z from ami-night, which no longer exists/],
  ['what was registered', { ...copy, sourceImageId: undefined }, /records no instance .* copied or registered on 2026/],
])('operators are notified why the age of %s is unknown', (_, image, words) =>
  expect(whyAgeUnknown(image)).toMatch(words),
);
