/** Every command that the program, a mail or a page prints: complete, and understood by the reader of the command line. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/failover/options.ts';
import { commandFor, VERBS, WHY } from '../../../shared/domain/messages/command-line.ts';
import { sourceFiles } from '../../support/source-files.ts';

const PREFIX = 'npm run failover -- ';

const help = readOptions(['--help']);
const HELP = help.ask === 'help' ? help.text : '';

/** A command ends with its line, or where the sentence around it continues. */
const PRINTED = /npm run failover -- (?:"[^"\n]*"|'[^'\n]*'|[^\s"'`();,]|[ ](?![|]))+/g;

const commandsIn = (text: string): string[] => [...text.matchAll(PRINTED)].map(([command]) => command.trim());

/** As a person's shell takes it apart. */
function wordsOf(command: string): string[] {
  const script = `printf '%s\\0' ${command.slice(PREFIX.length)}`;
  const { stdout, status } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`a shell does not understand ${command}`);
  return stdout.split('\0').slice(0, -1);
}

/** They are about every appliance, or about the deployment. */
const OF_ALL = [
  'status',
  'report',
  'history',
  'readiness',
  'config',
  'cost',
  'bootstrap',
  'deploy',
  'remove',
  'evacuate',
];

/** What is wrong with it; empty when a person may copy it as it is. */
function faultOf(command: string): string[] {
  const words = wordsOf(command);
  const asked = readOptions(words);
  if (asked.ask === 'help') return [];
  if (asked.ask === 'wrong') return [`${command}: ${asked.because}`];
  const complete = asked.command.appliance !== undefined || OF_ALL.includes(asked.command.command);
  return words.includes('--stage') && complete ? [] : [`${command}: it lacks its stage or its appliance`];
}

const pages = ['docs', 'docs/operate', 'docs/concepts', 'docs/reference'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`),
);

test.each(pages)('%s prints commands that can be copied', (page) => {
  expect(commandsIn(readFileSync(page, 'utf8')).flatMap(faultOf)).toEqual([]);
});

test('the pages print commands at all, and each verb is among them or in the help', () => {
  const printed = [...pages.map((page) => readFileSync(page, 'utf8')), HELP].flatMap(commandsIn);
  expect(VERBS.filter((verb) => !printed.some((command) => command.startsWith(PREFIX + verb)))).toEqual([]);
});

test('the examples of the help can be copied', () => {
  const [, ...examples] = commandsIn(HELP);
  expect(examples.length).toBeGreaterThan(5);
  expect(examples.flatMap(faultOf)).toEqual([]);
});

describe('what the program prints', () => {
  test('is made by one function: no other file of shared/ spells a command out', () => {
    const spelt = sourceFiles(['shared', 'functions', 'infra'])
      .filter(
        ({ path, text }) => text.includes('npm run failover') && path !== 'shared/domain/messages/command-line.ts',
      )
      .map(({ path }) => `${path}: use commandFor of shared/domain/messages/command-line.ts`);
    expect(spelt).toEqual([]);
  });

  test('nor does one of the command line, besides its help', () => {
    const spelt = sourceFiles(['cli'])
      .filter(({ path }) => path.startsWith('cli/failover/'))
      .flatMap(({ text }) => commandsIn(text.replace(/\/\*\*[\s\S]*?\*\//g, '')))
      .filter((command) => !['npm run failover -- --help says more', `${PREFIX}status --stage prod`].includes(command));
    expect(spelt).toEqual([]);
  });

  const reason = { reason: WHY };
  test.each([
    commandFor({ verb: 'status', appliance: 'sophos', stage: 'dev' }),
    commandFor({ verb: 'rehearse', appliance: 'sophos', stage: 'dev' }),
    commandFor({ verb: 'plan', appliance: 'sophos', stage: 'dev', flags: { mode: 'switchover', shell: true } }),
    commandFor({ verb: 'switchover', appliance: 'sophos', stage: 'dev', flags: reason }),
    commandFor({ verb: 'failover', appliance: 'sophos', stage: 'dev', flags: { force: true, ...reason } }),
    commandFor({ verb: 'follow', appliance: 'sophos', words: ['takeover-sophos-g1'], stage: 'dev' }),
    commandFor({ verb: 'report', appliance: 'takeover-sophos-g1', stage: 'dev', flags: { output: 'report.html' } }),
    commandFor({ verb: 'history', appliance: 'sophos', stage: 'dev', flags: { since: '30d' } }),
    commandFor({ verb: 'images', appliance: 'sophos', stage: 'dev', flags: { all: true } }),
    commandFor({ verb: 'readiness', appliance: 'sophos', stage: 'dev' }),
    commandFor({ verb: 'resume', appliance: 'sophos', stage: 'dev' }),
    commandFor({ verb: 'pause', appliance: 'sophos', stage: 'dev', flags: { for: '4h' } }),
    commandFor({ verb: 'rotate', appliance: 'sophos', stage: 'dev', flags: { prove: true, ...reason } }),
    commandFor({ verb: 'vouch', appliance: 'sophos', words: ['i-0123456789abcdef0'], stage: 'dev', flags: reason }),
    commandFor({ verb: 'ownership', appliance: 'sophos', stage: 'dev', flags: { take: true } }),
  ])('%s', (command) => {
    expect(commandsIn(`do this (${command}), or that`)).toEqual([command]);
    expect(faultOf(command)).toEqual([]);
  });

  test.each([`it's "down"`, '$(reboot) `reboot` \\', 'ümlaut, comma; semicolon', '-dash', 'one'])(
    'keeps a reason such as %s word for word',
    (text) => {
      const command = commandFor({ verb: 'switchover', appliance: 'sophos', stage: 'dev', flags: { reason: text } });
      const asked = readOptions(wordsOf(command));
      expect(asked).toMatchObject(text === '-dash' ? { ask: 'wrong' } : { command: { reason: text } });
    },
  );
});
