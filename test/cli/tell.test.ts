/** `npm start`: the page, the JSON document, and the exit codes. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createPaint } from '../../cli/paint.ts';
import { pausesOf } from '../../cli/replay.ts';
import { main } from '../../cli/tell.ts';
import { EXAMPLE } from '../../simulator/stories/example.ts';
import { TO_BEGIN_WITH } from '../../simulator/stories/groups.ts';
import { scenarioNames } from '../../simulator/stories/library.ts';

/** A terminal that remembers; without a person who watches, unless `live`. */
function aTerminal({ width = 100, live = false }: { width?: number; live?: boolean } = {}) {
  const written: string[] = [];
  const complaints: string[] = [];
  const pauses: number[] = [];
  return {
    ...{ written, complaints, pauses, live, width, paint: createPaint(live) },
    write: (text: string) => void written.push(text),
    complain: (text: string) => void complaints.push(text),
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
    exitWith: () => {},
  };
}

const page = async (...args: string[]): Promise<string> => {
  const terminal = aTerminal();
  expect(await main(args, terminal)).toBe(0);
  return terminal.written.join('');
};

describe('the page', () => {
  test('tells the takeover: timeline, traffic before and after, phases, verdict', async () => {
    const text = await page();
    expect(text).toContain('Simulated');
    expect(text).toContain('docs/reference/simulator.md');
    expect(text).toMatch(/MoveTraffic +address 203\.0\.113\.10: i-\w+ → i-\w+/);
    for (const phase of ['detect', 'decide', 'launch', 'move', 'boot', 'verify'])
      expect(text).toMatch(new RegExp(`${phase} .*[█-▏]`));
    expect(text).toMatch(/✔ taken-over: the appliance answers after [\d.]+ s of outage; every invariant held/);
  });

  test('has no escape sequences without a terminal', async () => {
    expect(await page('--scenario', 'false-alarm')).not.toContain('\u001b');
  });

  test('keeps to a narrow terminal', async () => {
    const terminal = aTerminal({ width: 60 });
    await main([], terminal);
    const tooLong = terminal.written
      .join('')
      .split('\n')
      .filter((line) => line.length > 60);
    expect(tooLong).toEqual([]);
  });

  test('a scenario for every state ends with a line for each of them', async () => {
    expect(await page('--scenario', 'crash-between-steps')).toMatch(
      /AT EVERY STATE\n +✔ +Claim [\s\S]*✔ +CloseTakeover /,
    );
  });
});

describe('the JSON document', () => {
  test('has the same facts, and the violations', async () => {
    const report = JSON.parse(await page('--json', '--seed', '3'));
    expect(report).toMatchObject({
      simulated: true,
      scenario: 'own-appliance-dies',
      seed: 3,
      outcome: 'taken-over',
      violations: [],
    });
    expect(report.timeline.length).toBeGreaterThan(10);
    expect(report.traffic.after.address.instanceId).not.toBe(report.traffic.before.address.instanceId);
    expect(report.outage.phases).toHaveLength(6);
  });

  test('has the outcome of every variant', async () => {
    const { variants } = JSON.parse(await page('--json', '--scenario', 'crash-after-steps'));
    expect(variants).toContainEqual(expect.objectContaining({ state: 'MoveTraffic', cameOut: true, violations: [] }));
  });
});

describe('a scenario of the user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'failover-tell-'));
  const file = join(folder, 'my-scenario.yml');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('runs exactly as the documentation shows it, with its own title', async () => {
    const [, shown = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/reference/scenarios.md', 'utf8')) ?? [];
    writeFileSync(file, shown);
    const text = await page('--scenario', file);
    expect(text).toContain('my-scenario  ');
    expect(text).toContain('a policy denies the move of the address for ten minutes');
    expect(text).toMatch(/✔ taken-over: the appliance answers/);
  });

  test('is shown whole by --help, and is the one of the documentation', async () => {
    const [, shown = ''] = /my-scenario\.yml, which.*\n\n([\s\S]*)$/.exec(await page('--help')) ?? [];
    expect(shown.replaceAll(/^ {2}/gm, '')).toBe(EXAMPLE);
  });

  test('that does not end as it says is exit code 1', async () => {
    writeFileSync(file, 'title: nothing happens\nwhen: []\nthen: { outcome: taken-over }\n');
    expect(await main(['--scenario', file], aTerminal())).toBe(1);
  });
});

describe('being asked wrongly', () => {
  test.each([
    [
      'an unknown scenario',
      ['--scenario', 'flood'],
      2,
      /there is no scenario "flood"; npm start -- --list shows them all/,
    ],
    ['a misspelt scenario', ['zonelost'], 2, /there is no scenario "zonelost"; did you mean "zone-lost"/],
    ['a scenario named by a word', ['hung'], 2, /did you mean "hung-stop"/],
    ['a file that is missing', ['--scenario', 'my/flood.yml'], 2, /^my\/flood\.yml: there is no such file/],
    [
      'a file that is no scenario',
      ['--scenario', './package.json'],
      2,
      /^\.\/package\.json: line 2, name|: unknown key/,
    ],
    ['a missing configuration', ['--appliances', 'nowhere.yml'], 1, /nowhere\.yml/],
    ['a seed that is no number', ['--seed', 'x'], 2, /--seed "x" is not a whole number/],
    ['an unknown flag', ['--loud'], 2, /--loud.*there are --scenario/],
  ])('%s is one sentence and exit code', async (_what, args, code, sentence) => {
    const terminal = aTerminal();
    expect(await main([...args], terminal)).toBe(code);
    expect(terminal.written).toEqual([]);
    expect(terminal.complaints.join('')).toMatch(sentence);
    expect(terminal.complaints.join('').trim().split('\n')).toHaveLength(1);
  });
});

describe('the list', () => {
  test('begins with six, and has every scenario once, by subject', async () => {
    const text = await page('--list');
    const names = [...text.matchAll(/^ {2}([a-z0-9-]+)(?: |$)/gm)].map(([, name]) => name);
    expect(names.slice(0, 6)).toEqual(TO_BEGIN_WITH);
    expect(names.toSorted()).toEqual(scenarioNames());
    const titles = text.match(/^[A-Z].*$/gm) ?? [];
    expect(titles.length).toBeGreaterThan(6);
  });
});

describe('the live replay', () => {
  test('does not pause when it is asked to be fast', async () => {
    const live = aTerminal({ live: true });
    await main(['--fast'], live);
    expect(live.pauses).toEqual([]);
  });

  test('takes under ten seconds and shows every line', async () => {
    const live = aTerminal({ live: true });
    await main([], live);
    const total = live.pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(1_000);
    expect(total).toBeLessThan(10_000);
    expect(live.written.join('')).toContain('\u001b[32m✔');
  });

  test('a page of one instant does not wait', () => {
    expect(pausesOf([{ text: 'a' }, { text: 'b' }])).toEqual([0, 0]);
  });
});

test('--report writes the run as one file beside the page, in the format of its name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'));
  const file = join(folder, 'report.html');
  const terminal = aTerminal();
  expect(await main(['--report', file], terminal)).toBe(0);
  expect(terminal.complaints.join('')).toBe(`the report is in ${file}\n`);
  expect(terminal.written.join('')).toContain('TIMELINE');
  expect(readFileSync(file, 'utf8')).toMatch(/^<!DOCTYPE html>[\s\S]*[\d.]+ s of outage/);
  rmSync(folder, { recursive: true });
});

test.each([
  [['--report', 'report.pdf'], 2, /--report "report.pdf" does not say its format; end it in .html, .md or .json/],
  [['--report', '/nowhere/at/all.html'], 1, /all.html cannot be written \(ENOENT\)/],
])('%j is refused', async (args, code, sentence) => {
  const terminal = aTerminal();
  expect(await main(args, terminal)).toBe(code);
  expect(terminal.complaints.join('')).toMatch(sentence);
});
