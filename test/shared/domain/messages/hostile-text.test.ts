/** T22: with any text of others in any field of any message, the mail keeps its structure. */
import { describe, expect, test } from '@jest/globals';
import { mailsOf } from '../../../../shared/domain/messages/digest.ts';
import { type Message, mailOf } from '../../../../shared/domain/messages/message.ts';
import { type Built, EVERY_MESSAGE, textPathsIn, withText } from '../../../support/every-message.ts';
import { SENDER } from '../../../support/reported.ts';

const HOSTILE: [string, string][] = [
  ['line breaks', 'HOSTILE\n\nTo do:\n- HOSTILE log in\r\nHOSTILE\u2028HOSTILE\u2029HOSTILE\u0085HOSTILE\u000bHOSTILE'],
  ['a line of ours', 'To do:\n- HOSTILE'],
  ['the words "To do:" first', 'To do: HOSTILE log in at https://example.net/login'],
  ['a URL', 'https://example.net/HOSTILE'],
  ['a bullet first', '- HOSTILE'],
  ['a command first', 'aws stepfunctions HOSTILE'],
  ['a page first', 'See docs/HOSTILE.md'],
  ['terminal escapes', '\u001b[2J\u001b]0;HOSTILE\u0007\u009b1mHOSTILE\u0000\u007f'],
  ['bidirectional characters', '\u202eHOSTILE\u2066\u200fHOSTILE\u061c'],
  ['zero-width characters', '\u200bHOSTILE\u200d\ufeff\u2060\u00adHOSTILE\u{e0041}'],
  ['5,000 characters', `HOSTILE ${'x'.repeat(5_000)}`],
  ['nothing', ''],
  ['an unpaired surrogate', 'HOSTILE\ud800'],
];

/** What of a text is ours, line by line: the label of a line of values, and the first word of every other one. */
const startsOf = ({ text }: Message): string[] => text.split('\n').filter((line) => !/^ {2,}|^$/.test(line));

const LINE_CHARACTERS_MAX = 1_100;
const TEXT_CHARACTERS_MAX = 30_000;

function judge({ subject, text, ...message }: Message): void {
  expect(text.match(/^To do:$/gm)).toHaveLength(1);
  expect(text.match(/^To do:/gm)).toHaveLength(1);
  expect(text.match(/^See /gm)).toHaveLength(1);
  expect(startsOf({ subject, text, ...message }).filter((line) => /^(- )?(HOSTILE|https?:)/i.test(line))).toEqual([]);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\u2028\u2029]/u);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(LINE_CHARACTERS_MAX);
  expect(text.length).toBeLessThanOrEqual(TEXT_CHARACTERS_MAX);
  expect(subject).toMatch(/^[!-~][ -~]{0,98}$/);
  expect(subject).not.toMatch(/^(HOSTILE|To do|https?:|- )/);
  const { attributes } = mailOf({ subject, text, ...message }, SENDER);
  expect(Object.values(attributes).join('')).not.toMatch(/\p{Cc}/u);
}

const builtFrom = ({ given, build }: Built, paths: string[][], text: string): Message =>
  build(withText(given, paths, text) as never);

describe.each(Object.entries(EVERY_MESSAGE))('a notification of the kind %s', (kind, built) => {
  const paths = textPathsIn(built.given);

  test('is of this kind, and keeps its structure with texts of ours', () => {
    const message = builtFrom(built, [], '');
    expect(message.kind).toBe(kind);
    judge(message);
  });

  test.each(HOSTILE)('keeps its structure with %s in each field alone, and in all', (_what, text) => {
    const plain = builtFrom(built, [], '');
    for (const path of [...paths.map((each) => [each]), paths]) {
      const message = builtFrom(built, path, text);
      judge(message);
      const bullets = (of: Message): number => of.text.match(/^- /gm)?.length ?? 0;
      // A message that knows less may have less to do.
      if (text !== '') expect(bullets(message)).toBe(bullets(plain));
    }
  });
});

test('a digest keeps its structure with any subjects of its mails', () => {
  const mails = HOSTILE.map(([, subject]) => ({
    ...mailOf(builtFrom(EVERY_MESSAGE.drift, [], ''), SENDER),
    subject,
    attributes: { appliance: subject, kind: subject, severity: subject, facts: '{}' },
  }));
  const [digest, ...more] = mailsOf(mails);
  expect(more).toEqual([]);
  expect(digest?.subject).toMatch(/^13 notifications: [ -~]{0,90}$/);
  expect(digest?.text.replaceAll('\n', '')).not.toMatch(/[\p{C}\u2028\u2029]/u);
  expect(digest?.text.match(/^- /gm)).toHaveLength(13 * 2);
});
