/** The subject: SNS accepts it for any text of people and AWS. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subjectOf } from '../../../../shared/domain/messages/subject.ts';

describe('a subject', () => {
  test.each([
    ['vpn: moved to zone c', 'vpn: moved to zone c'],
    ['vpn: Zoë’s “pause” — until 5 → 6…', 'vpn: Zoe\'s "pause" - until 5 -> 6...'],
    ['vpn: first line\r\nsecond\tline', 'vpn: first line second line'],
    ['vpn: 日本 ×2 Straße', 'vpn: ?? x2 Strasse'],
    [' vpn: blanks around ', 'vpn: blanks around'],
  ])('of %j is %j', (sentence, subject) => expect(subjectOf(sentence)).toBe(subject));

  test('is cut where it is too long, visibly', () => {
    const subject = subjectOf(`vpn: ${'long '.repeat(40)}`);
    expect(subject.length).toBeLessThan(100);
    expect(subject).toMatch(/^vpn: long long .* lo?n?g?\.\.\.$/);
  });

  test('is one line of less than 100 printable characters, from any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sentence) =>
        /^[!-~][ -~]{0,98}$/.test(subjectOf(`vpn: ${sentence}`)),
      ),
    ));
});
