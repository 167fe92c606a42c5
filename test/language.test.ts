/**
 * Words of a private dialect, which readers who are not native, and translators, misread. Documents and messages have none. A new one fails, with what to write instead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from './support/source-files.ts';

/** What to write instead. */
const INSTEAD: Record<string, string> = {
  whoever: 'name the caller, the holder or the operator',
  nobody: 'name who does not, or say what is absent',
  somebody: 'a person, another stack, another caller',
  whatever: 'name it',
  'partly-applied': 'partially applied, incomplete',
  told: 'notified, reported, shown',
  'led back': 'rolled back',
  'leads? back': 'roll back',
  'mends?': 'fix',
  misdirected: 'misdirected',
  unheard: 'unacknowledged',
  'lets? (?:it )?go': 'prune, deregister',
  'by (?:itself|themselves)': 'automatically',
};

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** What the documents quote word for word, because the program prints or stores it. A mail is held equal to its page by pages.test.ts. */
const QUOTED: string[] = ['failover:told'];

const withoutQuotes = (page: string): string =>
  QUOTED.reduce((text, quoted) => text.replaceAll(quoted, ''), page.replace(/^```text\n[\s\S]*?^```$/gm, ''));

/** Identifiers such as `halfWay` and `ReportedPlan` are no words; neither are comments, imports, and the names of keys. */
const textOf = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  if (!file.endsWith('.ts')) return withoutQuotes(text);
  return (code(text).match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [])
    .map((literal) => literal.replace(/\$\{[^}]*\}/g, ''))
    .filter((literal) => literal.includes(' '))
    .join('\n');
};

const dialectIn = (files: string[]): string[] =>
  files.flatMap((file) =>
    Object.entries(INSTEAD).flatMap(([word, instead]) =>
      [...textOf(file).matchAll(new RegExp(`\\b${word}\\b`, 'gi'))].map(([found]) => `${file}: "${found}": ${instead}`),
    ),
  );

const pathsOf = (room: string): string[] => sourceFiles([room]).map(({ path }) => path);

/** How many are left; each may only fall. */
const LEFT: [string, string[], number][] = [
  ['README.md', ['README.md'], 0],
  ['SECURITY.md', ['SECURITY.md'], 0],
  ['CHANGELOG.md', ['CHANGELOG.md'], 0],
  ['the index and the glossary', ['docs/README.md', 'docs/reference/glossary.md'], 0],
  ['configuration and cost', ['docs/reference/configuration.md', 'docs/reference/cost.md'], 0],
  ['what the functions say', pathsOf('shared'), 0],
  ['what the command line says', pathsOf('cli'), 0],
  ['what the alarms and the permissions say', pathsOf('infra'), 0],
  ['docs/operate', filesIn('docs/operate', '.md'), 0],
  ['docs/concepts', filesIn('docs/concepts', '.md'), 0],
];

describe('the words of the dialect', () => {
  test.each(LEFT)('become fewer: %s', (_what, files, left) => {
    const found = dialectIn(files);
    if (found.length > left) expect(found).toEqual([]);
  });

  test.each(QUOTED)('are quoted only where the program still has them: %s', (quoted) =>
    expect(sourceFiles(['shared']).filter(({ text }) => text.includes(quoted))).not.toEqual([]),
  );

  test('are found as whole words, in any case', () => {
    expect(INSTEAD.told).toContain('notified');
    expect(dialectIn(['test/language.test.ts']).length).toBeGreaterThan(0);
  });
});
