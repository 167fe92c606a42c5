/** What the pages tell people to open and to type: every link leads somewhere, every command is understood, every script is a script. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../cli/failover/options.ts';

const PAGES = ['README.md', 'README.ja.md', 'ARCHITECTURE.md', 'SECURITY.md', ...globSync('docs/**/*.md')].sort();

const withoutCode = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub makes the anchor of a heading: https://docs.github.com/en/get-started/writing-on-github */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchorsIn = (page: string): string[] =>
  [...page.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading));

function deadLinksOf(path: string): string[] {
  const links = [...withoutCode(readFileSync(path, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsIn(readFileSync(target, 'utf8')).includes(anchor);
  });
}

test.each(PAGES)('every link of %s leads to a page and a heading that exist', (path) =>
  expect(deadLinksOf(path)).toEqual([]),
);

/** As a shell splits them; what a person fills in stands there as a word of its own. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? '');

const COMMAND = /npm run failover -- ([^`\n|)]*)/g;

const commandsIn = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(COMMAND)]
    .map(([, line = '']) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !/[<…\\]|\.\.\./.test(line));

describe('a command on a page is understood', () => {
  const all = PAGES.filter((path) => !path.startsWith('docs/decisions')).flatMap((path) =>
    commandsIn(path).map((line) => [line, path] as const),
  );
  test('and there are many', () => expect(all.length).toBeGreaterThan(30));
  test.each([...new Map(all)])('%s (%s)', (line) => {
    const asked = readOptions(wordsOf(line));
    expect(asked).toMatchObject({ ask: expect.stringMatching(/^(do|help)$/) });
  });
});

const scriptsIn = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, script = '']) => script);

test.each(PAGES.filter((path) => scriptsIn(path).length > 0))('every script of %s is a script', (path) => {
  for (const input of scriptsIn(path)) expect(spawnSync('sh', ['-n'], { input, encoding: 'utf8' }).stderr).toBe('');
});

/** The first line of a translation names its original. */
const TRANSLATIONS = ['README.ja.md', ...globSync('docs/ja/**/*.md')].sort();

const originalOf = (page: string): string => /^<!-- translated from: (\S+) -->/.exec(page)?.[1] ?? 'none is named';

const headingsIn = (page: string): number => page.match(/^#+ /gm)?.length ?? 0;

describe('a translation keeps up with its original', () => {
  test.each(TRANSLATIONS)('%s has its scripts, and links that lead somewhere', (path) => {
    const translated = readFileSync(path, 'utf8');
    const original = originalOf(translated);
    expect(deadLinksOf(path)).toEqual([]);
    const commands = (of: string): string[] =>
      scriptsIn(of).flatMap((script) => script.replace(/\s+# .*$/gm, '').split('\n'));
    const missing = commands(path).filter((line) => !commands(original).includes(line));
    expect(missing).toEqual([]);
  });

  test.each(TRANSLATIONS.filter((path) => path !== 'README.ja.md'))('%s has every script and heading of it', (path) => {
    const original = originalOf(readFileSync(path, 'utf8'));
    expect(scriptsIn(path)).toEqual(scriptsIn(original));
    expect(headingsIn(readFileSync(path, 'utf8'))).toBe(headingsIn(readFileSync(original, 'utf8')));
  });
});
