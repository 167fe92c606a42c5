/** T31: names, closed reasons and fields decide. No code in shared/ or simulator/ reads what a message says. */
import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from './support/source-files.ts';

/** What texts for operators are called, alone or at the end of a longer name. */
const TEXT = '\\w*(?:[wW]hy|[dD]etail|[cC]ause|[fF]ailure|[mM]essage|[pP]roblems?|[rR]efusal|[wW]ords|[sS]entence)';
const ASKS =
  '(?:startsWith|endsWith|includes|indexOf|lastIndexOf|search|match|matchAll|split|replace|replaceAll|slice|substring)';
/** One level of brackets, so that a call with a call in it is still seen. */
const ARGUMENTS = '[^()]*(?:\\([^()]*\\))?[^()]*';

const READS_A_TEXT = [
  `(?<!codeOf\\([\\w.]*)\\b${TEXT}\\b\\)?\\s*(?:\\?\\?\\s*''\\s*\\))?\\s*[?!]?\\.${ASKS}\\(`,
  `\\bmessage(?:Of|In)\\(${ARGUMENTS}\\)\\s*[?!]?\\.${ASKS}\\(`,
  `\\.(?:test|exec)\\(${ARGUMENTS}\\b${TEXT}\\b(?!\\.name)${ARGUMENTS}\\)`,
  `\\.(?:test|exec)\\(\\s*message(?:Of|In)\\(`,
  `\\b${TEXT}\\s*[!=]==\\s*['"\`]\\w+ `,
  `case ['"\`]\\w+ [^'"\`]*['"\`]:`,
].map((pattern) => new RegExp(pattern, 'g'));

const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const readsIn = (text: string): string[] =>
  READS_A_TEXT.flatMap((pattern) => [...code(text).matchAll(pattern)].map(([found]) => found));

/** The only places that may, each with its reason. */
const ALLOWED: Record<string, string> = {
  'shared/aws/address-refusal.ts':
    'EC2 answers one code for a pending, an ended and a several-interfaces instance, and says which only in its message',
  'shared/aws/images.ts': 'the SDK reports an answer that it cannot read only in its own message',
  'shared/aws/missing-part.ts':
    'EC2 answers a missing instance profile with the code of any invalid value, and names the parameter only in its message',
  'shared/aws/read-fleet.ts': "EC2's own answer names the instance ids that are gone only in its message",
  'shared/config/yaml-words.ts': "shortens the yaml parser's own message for the reader of a file; decides nothing",
  'shared/domain/images/earlier-release.ts':
    'records that the release before wrote (F33); deleted with the next release',
  'shared/domain/messages/message.ts':
    'puts a name in quotes where another principal chose it; decides nothing, and reads no word',
  'shared/domain/messages/news.ts':
    'shortens a text to what two messages of the same failure share; compares, and reads no word',
  'simulator/stories/scenario-text.ts':
    "shortens the yaml parser's own message for the writer of a scenario; decides nothing",
  'simulator/stories/expectations.ts': 'a scenario may quote a text to show what operators read',
};

const files = sourceFiles(['shared', 'simulator']);

describe('what decides', () => {
  test('is never a message, outside the places that have a reason', () => {
    const found = files
      .filter(({ path }) => !(path in ALLOWED))
      .map(({ path, text }) => ({ path, reads: readsIn(text) }));
    expect(found.filter(({ reads }) => reads.length > 0)).toEqual([]);
  });

  test('is a message in each of those places, so that no reason outlives its code', () => {
    const reading = files.filter(({ text }) => readsIn(text).length > 0).map(({ path }) => path);
    expect(Object.keys(ALLOWED).filter((path) => !reading.includes(path))).toEqual([]);
  });
});

describe('the search', () => {
  test.each([
    "why.startsWith('superseded')",
    'record.failure?.endsWith(words)',
    "(record.failure ?? '').includes('denied')",
    "messageIn(failure.Cause).startsWith('superseded')",
    'if (/^superseded/.test(why)) return;',
    '/a/.exec(each.detail)?.[1]',
    'PATTERN.test(messageOf(cause))',
    "detail === 'nothing was verified'",
    "case 'the old one': return 1;",
  ])('finds %s', (text) => expect(readsIn(text)).not.toEqual([]));

  test.each([
    "// why.startsWith('superseded')",
    "because === 'rebooting'",
    'names.includes(cause.name)',
    'CODES.test(cause.name)',
    "codeOf(cause.cause).endsWith('.NotFound')",
    'problems.some(({ kind }) => kind)',
  ])('leaves %s alone', (text) => expect(readsIn(text)).toEqual([]));
});
