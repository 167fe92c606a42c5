/** What the last proof says about an outage. */
import { expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { measuredBoot, measuredText } from '../../../../shared/domain/takeover/measured-boot.ts';

const proven = (id: string, at: string, launch?: string, boot?: string) => ({
  id,
  tags: {
    [TAG.provenAt]: at,
    ...(launch !== undefined && { [TAG.launchSeconds]: launch }),
    ...(boot !== undefined && { [TAG.bootedSeconds]: boot }),
  },
});

test('is launch and boot of the image that was proven last, whichever is the newest', () => {
  const measured = measuredBoot([
    { id: 'ami-newest', tags: {} },
    proven('ami-1', '2026-11-07T03:20:00.000Z', '9', '100'),
    proven('ami-2', '2026-11-14T03:20:00.000Z', '15', '116'),
  ]);
  expect(measured).toEqual({ seconds: 131, at: '2026-11-14T03:20:00.000Z', imageId: 'ami-2' });
  expect(measured && measuredText(measured)).toBe(
    "at most about 131 s from the launch on: launch and boot until both of EC2's checks passed (an upper bound: the service was not asked), as measured on 2026-11-14 of ami-2",
  );
});

test('says so where it ends with the answer of its service', () => {
  const image = proven('ami-1', '2026-11-14T03:20:00.000Z', '9', '51');
  const measured = measuredBoot([
    { ...image, tags: { ...image.tags, [TAG.serviceAnswered]: '1h57qsn at 2026-11-14T03:18:00.000Z' } },
  ]);
  expect(measured).toEqual({ seconds: 60, at: '2026-11-14T03:20:00.000Z', imageId: 'ami-1', answered: true });
  expect(measured && measuredText(measured)).toBe(
    'about 60 s from the launch on: launch and boot until its service answered, as measured on 2026-11-14 of ami-1',
  );
});

test('says at which rate its volumes were read', () => {
  const image = proven('ami-1', '2026-11-14T03:20:00.000Z', '9', '51');
  const measured = measuredBoot([{ ...image, tags: { ...image.tags, [TAG.initializationRate]: '300' } }]);
  expect(measured && measuredText(measured)).toMatch(/of ami-1, its volumes read at 300 MiB\/s$/);
});

test.each([
  ['the launch was not measured', undefined, '116'],
  ['the boot was not measured', '15', undefined],
  ['another principal wrote something else there', '15', 'soon'],
  ['the sum is more than a day', '86399', '2'],
  ['it was proven at no time', '15', '116', 'yesterday'],
  ['it was proven at an empty time', '15', '116', ''],
])('is nothing when %s', (_what, launch, boot, at = '2026-11-14T03:20:00.000Z') =>
  expect(measuredBoot([proven('ami-1', at, launch, boot)])).toBeUndefined(),
);

test('does not hide an earlier measure by tags that no rotation can have written', () => {
  const images = [proven('ami-1', '2026-11-14T03:20:00.000Z', '9', '51'), proven('ami-2', 'z', '9', '99')];
  expect(measuredBoot(images)).toMatchObject({ imageId: 'ami-1', seconds: 60 });
});
