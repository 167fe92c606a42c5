/** A mistake on the command line, and how what a person typed is quoted in the sentence about it. */

/** Its message is the whole answer. */
export class Wrong extends Error {}

/** Short, and without what a terminal would obey. */
export function shown(word: string): string {
  const plain = word.replace(/\p{C}/gu, '?');
  return plain.length > 60 ? `${plain.slice(0, 60)}...` : plain;
}
