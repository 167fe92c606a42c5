/**
 * Text that others write (tags, inputs of executions, answers of AWS), as a person may be shown it: one line, without
 * control characters, and bounded, so that it cannot look like a paragraph of ours.
 */

/** Longer error messages are cut: Step Functions keeps at most 32,768 characters of a cause, and a person reads fewer. */
export const MESSAGE_CHARACTERS_MAX = 2_000;

/** A line of a mail. */
const LINE_CHARACTERS_MAX = 1_004;

/** A name of a person or of a program. */
const NAME_CHARACTERS_MAX = 80;

const cut = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 4)} ...`);

/** For an error: cut, and otherwise as it is, because several faults stand in several lines. */
export const cutMessage = (text: string): string => cut(text, MESSAGE_CHARACTERS_MAX);

/** `\p{C}` holds line breaks, escape sequences, and the characters that turn the direction of the text. */
export const oneLine = (text: string, max = LINE_CHARACTERS_MAX): string =>
  cut(text.replace(/[\p{C}\s]+/gu, ' ').trim(), max);

/** Who asked, inside a sentence of ours. What is more than a name is quoted, so that its end is seen. */
export function asker(requestedBy: string): string {
  const line = oneLine(requestedBy, NAME_CHARACTERS_MAX);
  return /^[\p{L}\p{M}\p{N} ._@+'’()-]+$/u.test(line) ? line : `"${line.replaceAll('"', "'")}"`;
}

/** An appliance or an alarm at the start of a sentence of ours. What cannot be the name of one is quoted. */
export function named(name: string): string {
  if (/^[a-z0-9][\w-]{0,99}$/.test(name)) return name;
  return `"${oneLine(name, NAME_CHARACTERS_MAX).replaceAll('"', "'")}"`;
}
