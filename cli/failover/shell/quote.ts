/** A word as a shell of Unix reads it back. */
export const sh = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** As one line of a comment. */
export const comment = (text: string): string => `# ${text.replace(/[\p{C}\s]+/gu, ' ').trim()}`;
