/** The newest image of each earlier line stays, and the checkers S17 and S18 see when one would not. */
import { describe, expect, test } from '@jest/globals';
import { retention } from '../../../../shared/domain/images/retention.ts';
import { acceptedOutOfLine, lastOfLineGone } from '../../../../simulator/checks/rules/image.ts';
import { anOwnImage } from '../../../support/images.ts';
import { aQuestion, hoursAgo, NOW, nightly } from '../../../support/retention.ts';

describe('the last image of an earlier line', () => {
  const days = (count: number) => hoursAgo(24 * count);
  const old = (id: string, age: number) => anOwnImage({ id, takenAt: days(age), line: 'i-old' });
  const becauseOf = (id: string, lineDays = 30) => {
    const images = [
      ...nightly(8).map((each) => ({ ...each, line: 'i-new' })),
      old('ami-last', 20),
      old('ami-before', 21),
    ];
    const { keep, prune } = retention(aQuestion({ images, activeLine: 'i-new', lineDays }));
    return [...keep, ...prune].find((each) => each.id === id)?.because;
  };

  test('stays for lineDays, and only the newest of that line does', () => {
    expect(becauseOf('ami-last')).toEqual(['last-of-line']);
    expect(becauseOf('ami-before')).toBe('superseded');
  });

  test('goes afterwards like any other, and never because of the active line', () => {
    expect(becauseOf('ami-last', 19)).toBe('superseded');
    expect(becauseOf('ami-7')).toBe('superseded');
  });
});

describe('S17', () => {
  const source = { id: 'i-1', ofOurs: false, vouched: false, answers: false };
  const broken = (changes: object) => acceptedOutOfLine({ id: 'ami-1', by: 'accept-image' }, { ...source, ...changes });

  test('is broken by an image of an instance that nothing puts into the line', () => {
    expect(broken({})).toEqual([
      'S17: accept-image called ami-1 good, which was made of i-1, and that is not in the line',
    ]);
    expect(acceptedOutOfLine({ id: 'ami-1', by: 'accept-image' }, undefined)).toHaveLength(1);
  });

  test.each([{ ofOurs: true }, { vouched: true }, { answers: true }])('holds when %j', (changes) =>
    expect(broken(changes)).toEqual([]),
  );
});

describe('S18', () => {
  const image = { id: 'ami-old', takenAt: hoursAgo(480), line: 'i-old' };
  const asked = { good: [image], activeLine: 'i-new', lineDays: 30, now: NOW };
  const broken = (changes: Partial<typeof asked> = {}) =>
    lastOfLineGone({ image, by: 'prune-images' }, { ...asked, ...changes });

  test('is broken when the newest good image of an earlier line goes before its days are over', () =>
    expect(broken()).toEqual(['S18: prune-images deregistered ami-old, the newest good image of the line of i-old']));

  test.each<[string, Partial<typeof asked>]>([
    ['its days are over', { lineDays: 19 }],
    ['its line is the active one', { activeLine: 'i-old' }],
    ['a newer one of its line stays', { good: [image, { ...image, id: 'ami-newer', takenAt: hoursAgo(1) }] }],
  ])('holds when %s', (_what, changes) => expect(broken(changes)).toEqual([]));
});
