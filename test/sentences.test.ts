/** Sentences that a tired reader understands at once: at most 25 words on the pages for operators, as Simplified Technical English allows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const WORDS_MAX = 25;

const pagesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** What is shown word for word, and what no reader sees, is no sentence. */
const withoutBlocks = (page: string): string =>
  page
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/^ {4}.*$/gm, '')
    .replace(/`[^`\n]*`/g, 'CODE')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');

/** A paragraph, an item of a list, a heading and a cell of a table each begin anew. */
const pieces = (page: string): string[] => withoutBlocks(page).split(/\n\s*\n|\n(?=\s*(?:[-*#]|\d+\.) )|\n(?=\|)|\|/);

/** A colon and a semicolon end a statement, too. */
const statements = (piece: string): string[] => piece.split(/[.?!](?:\*\*)?["”)]*\s+|[:;]\s+/);

const wordsOf = (statement: string): number => statement.split(/\s+/).filter((word) => /\w/.test(word)).length;

const tooLong = (page: string): string[] =>
  pieces(page)
    .flatMap(statements)
    .filter((statement) => wordsOf(statement) > WORDS_MAX)
    .map((statement) => `${wordsOf(statement)} words: ${statement.replaceAll(/\s+/g, ' ').trim()}`);

test.each(['README.md', ...pagesIn('docs/operate'), ...pagesIn('docs/concepts')])(
  `%s has no statement of more than ${WORDS_MAX} words`,
  (path) => expect(tooLong(readFileSync(path, 'utf8'))).toEqual([]),
);

test('a long statement is found in a paragraph, a list and a table', () => {
  const long = Array.from({ length: WORDS_MAX + 1 }, (_, index) => `word${index}`).join(' ');
  const page = `Short.\n\n${long}.\n\n- ${long}\n\n| a | ${long} |\n\n    ${long}\n`;
  expect(tooLong(page)).toHaveLength(3);
});
