/**
 * Words of a private dialect, which readers who are not native, and translators, misread. Documents, messages, comments,
 * scenario titles and test names have none. A new one fails, with what to write instead.
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
  astray: 'misdirected',
  unheard: 'unacknowledged',
  'lets? (?:it )?go': 'prune, deregister',
  'by (?:itself|themselves)': 'automatically',
};

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

const pathsOf = (room: string): string[] => sourceFiles([room]).map(({ path }) => path);

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/ .*$/gm;

/** What the pages and tests quote word for word, because the program stores it or a scenario has it as a key. */
const QUOTED: string[] = ['failover:told', 'then.told', 'told:'];

const withoutQuotes = (text: string): string => QUOTED.reduce((rest, quoted) => rest.replaceAll(quoted, ''), text);

/** A mail is held equal to its page by pages.test.ts; the name of a scenario is no sentence. */
const pageIn = (text: string): string =>
  text.replace(/^```text\n[\s\S]*?^```$/gm, '').replace(/`[a-z0-9]+(?:-[a-z0-9]+)+`/g, '');

/** Identifiers such as `halfWay` are no words; neither are imports, and the names of keys. */
const stringsIn = (text: string): string =>
  (text.replace(COMMENT, '').match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [])
    .map((literal) => literal.replace(/\$\{[^}]*\}/g, ''))
    .filter((literal) => literal.includes(' '))
    .join('\n');

const commentsIn = (text: string): string => (text.match(COMMENT) ?? []).join('\n').replace(/`[^`\n]*`/g, '');

const titleIn = (text: string): string => /^title:[\s\S]*?(?=^\w)/m.exec(text)?.[0] ?? '';

const READ = { page: pageIn, strings: stringsIn, comments: commentsIn, title: titleIn };

const dialectIn = (files: string[], read: keyof typeof READ): string[] =>
  files.flatMap((file) => {
    const text = withoutQuotes(READ[read](readFileSync(file, 'utf8')));
    return Object.entries(INSTEAD).flatMap(([word, instead]) =>
      [...text.matchAll(new RegExp(`\\b${word}\\b`, 'gi'))].map(([found]) => `${file}: "${found}": ${instead}`),
    );
  });

const SOURCES = ['functions', 'shared', 'infra', 'simulator', 'cli'];

/** This file names the words that it forbids. */
const TESTS = pathsOf('test').filter((path) => path !== 'test/language.test.ts');

const POLICED: [what: string, files: string[], read: keyof typeof READ][] = [
  ['README.md', ['README.md'], 'page'],
  ['SECURITY.md', ['SECURITY.md'], 'page'],
  ['CHANGELOG.md', ['CHANGELOG.md'], 'page'],
  ['the index and the glossary', ['docs/README.md', 'docs/reference/glossary.md'], 'page'],
  ['configuration and cost', ['docs/reference/configuration.md', 'docs/reference/cost.md'], 'page'],
  ['the decision table and the faults', ['docs/reference/decision-table.md', 'docs/reference/faults.md'], 'page'],
  ['docs/operate', filesIn('docs/operate', '.md'), 'page'],
  ['docs/concepts', filesIn('docs/concepts', '.md'), 'page'],
  ['what the functions say', pathsOf('shared'), 'strings'],
  ['what the command line says', pathsOf('cli'), 'strings'],
  ['what the alarms and the permissions say', pathsOf('infra'), 'strings'],
  ['what the simulator says', pathsOf('simulator'), 'strings'],
  ['the titles of scenarios', filesIn('simulator/scenarios', '.yml'), 'title'],
  ['the names of tests', TESTS, 'strings'],
  ['the comments of sources', SOURCES.flatMap(pathsOf), 'comments'],
  ['the comments of tests', TESTS, 'comments'],
];

describe('the words of the dialect', () => {
  test.each(POLICED)('are not in %s', (_what, files, read) => {
    expect(files).not.toEqual([]);
    expect(dialectIn(files, read)).toEqual([]);
  });

  test('are quoted only where the program still has them', () =>
    expect(sourceFiles(['shared']).filter(({ text }) => text.includes('failover:told'))).not.toEqual([]));

  test('are found as whole words, in any case, in text, comments and titles', () => {
    expect(INSTEAD.told).toContain('notified');
    expect(dialectIn(['test/language.test.ts'], 'strings').length).toBeGreaterThan(0);
    expect(commentsIn('const told = 1; // Nobody\n/** told */')).toBe('// Nobody\n/** told */');
    expect(titleIn('title: nobody\nwhen: []')).toContain('nobody');
  });
});
