/** `--scenario` with a name or a path: which of them is meant, and what is said of a file that cannot be read. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXAMPLE } from '../../../simulator/stories/example.ts';
import { findScenario } from '../../../simulator/stories/scenario-file.ts';

let folder: string;
const before = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'failover-scenario-'));
  process.chdir(folder);
  for (const name of ['mine.yml', 'mine.yaml', 'mine', 'zone-lost']) writeFileSync(join(folder, name), EXAMPLE);
  writeFileSync(join(folder, 'mine.json'), '{ "title": "mine", "when": [], "then": { "outcome": "nothing" } }');
  mkdirSync(join(folder, 'folder.yml'));
  writeFileSync(join(folder, 'large.yml'), `# ${'x'.repeat(800_001)}`);
  writeFileSync(join(folder, 'latin.yml'), Buffer.from('title: Z\u00fcrich\n', 'latin1'));
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

describe('what --scenario means', () => {
  test.each(['mine.yml', './mine.yml', 'mine.yaml', 'mine.json', 'mine'])('%s is the file', (asked) => {
    expect(findScenario(asked).name).toBe('mine');
  });

  test('a name stays a name, also beside a file that is called so', () => {
    expect(findScenario('zone-lost').title).not.toBe(findScenario('./zone-lost').title);
    expect(findScenario('host-dead').name).toBe('host-dead');
  });

  test.each(['flood', ''])('"%s" is an unknown name', (asked) => {
    expect(() => findScenario(asked)).toThrow(/there is no scenario ".*"; npm start -- --list shows them all/);
  });
});

describe('one sentence says what is wrong with a file, and how to fix it:', () => {
  test.each([
    [
      'nowhere.yml',
      /^nowhere\.yml: there is no such file \(.*nowhere\.yml\); name one that exists, or a scenario of --list$/,
    ],
    ['no/such/folder', /^no\/such\/folder: there is no such file/],
    ['mine.yml/below', /^mine\.yml\/below: (?:there is no such file|cannot be read)/],
    ['folder.yml', /^folder\.yml: is a directory or a device; name a file in it, such as my\.yml$/],
    ['.', /there is no scenario "\."|^\.: is a directory/],
    ['/dev/null', /^\/dev\/null: is a directory or a device/],
    ['large.yml', /^large\.yml: the file has 800003 bytes; a scenario has at most 200000 characters$/],
    ['latin.yml', /^latin\.yml: is not UTF-8 text; save it as UTF-8$/],
    ['a\u0000.yml', /cannot be read/],
  ])('%s', (asked, sentence) => expect(() => findScenario(asked)).toThrow(sentence));
});
