/** Words from outside, as a terminal may show them: without control characters, and not without end. */

const CHARACTERS_MAX = 1_900;

const cut = (text: string): string => (text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX)} ...` : text);

/** In one line. */
export const plain = (text: string): string => cut(text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim());

/** In as many lines as it has, such as the faults of a configuration. */
export const plainLines = (text: string): string => cut(text.replace(/[^\P{C}\n]/gu, ' ').trimEnd());

/** In one line, behind the spaces that are ours. */
export const indented = (line: string): string =>
  line.replace(/^( *)(.*)$/s, (_, indent: string, text: string) => indent + plain(text));
