/** The pages say what the kit says: rows that have not been observed, the lab's configuration, and every option. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { committedFiles } from '../../../cli/conform/committed.ts';
import type { ConformanceFile } from '../../../cli/conform/file.ts';
import { readOptions } from '../../../cli/conform/options.ts';
import { ROWS } from '../../../cli/conform/rows.ts';
import { LAB_CONFIGURATION } from '../../../cli/conform/simulated-lab.ts';
import { SECTION, unobservedSection } from '../../../cli/conform/unobserved.ts';

const page = (path: string): string => readFileSync(`docs/${path}`, 'utf8');

const files = (): ConformanceFile[] =>
  committedFiles({
    list: (folder) => (existsSync(folder) ? readdirSync(folder).sort() : []),
    read: (file) => readFileSync(file, 'utf8'),
  });

test('docs/reference/simulator.md lists the rows that have not been observed (npm run conform -- --unobserved)', () => {
  const text = page('reference/simulator.md');
  const section = text.slice(text.indexOf(SECTION.begin), text.indexOf(SECTION.end) + SECTION.end.length);
  expect(section).toBe(unobservedSection(ROWS, files()));
});

describe('a row', () => {
  const row = { at: '2026-11-21T01:00:00.000Z', codes: {}, messages: {}, order: {}, seconds: {}, counts: {} };
  const file = (end: 'complete' | 'in part'): ConformanceFile => ({
    ...{ version: 1, made: row.at, partition: 'aws' },
    rows: [{ row: 8, end, ...row }],
  });

  test('that a committed file has observed is not listed any more', () => {
    expect(unobservedSection(ROWS, [file('complete')])).not.toMatch(/^\| 8 \|/m);
    expect(unobservedSection(ROWS, [file('complete')])).toMatch(/^1 of 22 rows are observed, in 1 files/m);
  });

  test('that was observed in part still is', () => {
    expect(unobservedSection(ROWS, [file('in part')])).toMatch(/^\| 8 \|/m);
  });
});

describe('docs/operate/first-hour.md', () => {
  test('has the configuration of the simulated lab', () => {
    expect(page('operate/first-hour.md')).toContain(`\`\`\`yaml\n${LAB_CONFIGURATION}\`\`\``);
  });

  test('names every option about the place', () => {
    const help = readOptions(['--help']);
    const text = page('operate/first-hour.md') + (help.ask === 'help' ? help.text : '');
    for (const flag of ['list', 'rows', 'replay', 'stage', 'appliance', 'region', 'profile', 'appliances', 'out']) {
      expect(text.match(new RegExp(`--${flag}\\b`, 'g'))?.length ?? 0).toBeGreaterThan(1);
    }
  });
});
