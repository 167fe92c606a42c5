/** What the parser of YAML says of a file, with the way out. It names places in its own terms, and only its first error is no consequence of another. */

const WAYS_OUT: readonly [RegExp, (found: string) => string][] = [
  [/^Unresolved tag: (!\S*)/, (tag) => `YAML reads ${tag} as the name of a type; write the value itself, without it`],
  [/^Tabs are not allowed as (indentation)/, () => 'a tab indents the line; use spaces'],
  [/^Alias cannot be an (empty) string/, () => 'YAML reads * as a reference; write a name or an id'],
  [/^Source contains (multiple) documents/, () => 'a line --- begins a second document; remove the line'],
  [
    /^Plain value cannot start with .*character (\S)/,
    (sign) => `a value cannot begin with ${sign}; write it in quotes`,
  ],
  [/^Map keys must be (unique)/, () => 'the key stands there twice; remove one of the two'],
];

/** One line of the parser, in words that say what to write. */
export function yamlWords(message: string): string {
  const [what = ''] = message.split('\n');
  const sentence = what.replace(/ at line \d+, column \d+:?$/, '');
  for (const [pattern, words] of WAYS_OUT) {
    const found = pattern.exec(sentence)?.[1];
    if (found !== undefined) return words(found);
  }
  return `not YAML; fix it: ${sentence}`;
}

/** A file that is no UTF-8, as some editors and shells of Windows write it. */
export const isOtherEncoding = (text: string): boolean => text.includes('\0') || text.startsWith('\uFFFD');

export const MERGE_KEY = '<<';
export const NO_MERGE = '<< (merge) is not supported; write its keys out';
