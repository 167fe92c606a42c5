/** The subject of a message as SNS takes it: printable ASCII in one line. */

/** Less than 100 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const CHARACTERS_MAX = 99;

/** What stands in sentences of ours and of AWS's, and has a plain twin. */
const TWINS: [RegExp, string][] = [
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/[\u2018\u2019\u201a\u2032]/g, "'"],
  [/[\u201c-\u201e\u2033]/g, '"'],
  [/\u2026/g, '...'],
  [/\u2192/g, '->'],
  [/\u00d7/g, 'x'],
  [/\u00df/g, 'ss'],
];

/** Accents are dropped, line breaks become blanks, and every other character without an ASCII equivalent becomes a question mark. */
export function subjectOf(sentence: string): string {
  const twinned = TWINS.reduce((text, [letter, twin]) => text.replace(letter, twin), sentence);
  const plain = twinned
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[^ -~]/gu, '?')
    .trim();
  return plain.length <= CHARACTERS_MAX ? plain : `${plain.slice(0, CHARACTERS_MAX - 3).trimEnd()}...`;
}
