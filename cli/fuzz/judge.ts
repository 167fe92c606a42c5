/** What an input may lead to: an answer, or one clear sentence. */
import { ERROR_NAMES } from '../../shared/domain/errors.ts';
import { MESSAGE_CHARACTERS_MAX } from '../../shared/domain/foreign-text.ts';

/** An error of ours has one of the names that the state machines know, or that the command line prints. */
const NAMES: readonly string[] = [...ERROR_NAMES, 'ConfigurationError'];

/** What is wrong with a sentence, if anything. */
export function faultOfSentence(sentence: string): string | undefined {
  if (sentence.length > MESSAGE_CHARACTERS_MAX) return `a message of ${sentence.length} characters`;
  if (!/\p{L}{2}/u.test(sentence)) return `a message without a word: ${JSON.stringify(sentence)}`;
  return /\p{C}/u.test(sentence)
    ? `a control character in a message: ${JSON.stringify(sentence.slice(0, 300))}`
    : undefined;
}

/** What is wrong with an error, if anything. `lines`: it may have several faults, each in a line of its own. */
export function faultOfError(thrown: unknown, { lines }: { lines: boolean }): string | undefined {
  if (!(thrown instanceof Error)) return `${typeof thrown} was thrown`;
  if (!NAMES.includes(thrown.name)) return `a raw ${thrown.name}: ${thrown.message.slice(0, 300)}`;
  if (thrown.message.length > MESSAGE_CHARACTERS_MAX) return `a message of ${thrown.message.length} characters`;
  const sentences = lines ? thrown.message.split('\n') : [thrown.message];
  return sentences.map(faultOfSentence).find((fault) => fault !== undefined);
}

/** Nothing may reach the prototype that every object shares. */
export const isPolluted = (): boolean => Object.keys(Object.prototype).length > 0;
