/** Every command in every situation of a bad night, in a process of its own: one sentence, what to do, the exit code. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fakeAws } from '../../support/fake-aws.ts';
import { type Ended, runProgram } from '../../support/run-program.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'cli', 'failover.ts');

const REASON = ['--reason', 'a test'];

/** Every command that asks AWS. */
const ASKING: string[][] = [
  ['plan', 'sophos'],
  ['plan', 'sophos', '--mode', 'switchover'],
  ['switchover', 'sophos', ...REASON],
  ['failover', 'sophos', ...REASON],
  ['failover', 'sophos', '--force', '--yes', ...REASON],
  ['follow', 'sophos'],
  ['abort', 'sophos', ...REASON],
  ['drill', 'sophos', '--isolated', ...REASON],
  ['drill', 'sophos', '--live', ...REASON],
  ['report', '--last', 'sophos'],
  ['history'],
  ['images', 'sophos'],
  ['readiness'],
  ['pause', 'sophos', '--for', '1h'],
  ['resume', 'sophos'],
  ['rotate', 'sophos', ...REASON],
  ['vouch', 'sophos', 'i-0123456789abcdef0', ...REASON],
  ['ownership', 'sophos'],
  ['config', 'show', '--deployed'],
];

/** They show what they can while Step Functions does not answer, and are looked at where it refuses. */
const ROW_BY_ROW: string[][] = [['status'], ['plan', 'sophos', '--shell']];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'failover-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(args: string[], own: Record<string, string | undefined> = {}): Promise<Ended> {
  const files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
  const known = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's', AWS_EC2_METADATA_DISABLED: 'true' };
  const env = { PATH: process.env.PATH, HOME: folder, ...files, ...known, ...own };
  return runProgram(CLI, args, { env });
}

/** Two at once, because that is how many processors a small machine has. */
async function each(commands: string[][], ran: (command: string[]) => Promise<Ended>): Promise<[string, Ended][]> {
  const left = [...commands];
  const ended: [string, Ended][] = [];
  const work = async (): Promise<void> => {
    for (let command = left.shift(); command; command = left.shift())
      ended.push([command.join(' '), await ran(command)]);
  };
  await Promise.all([work(), work()]);
  return ended;
}

/** What is wrong with an answer; empty when it is one sentence on the standard error, with this code and these words. */
function faults(ended: [string, Ended][], code: number, words: RegExp): string[] {
  return ended.flatMap(([command, { code: was, out, complaints }]) => [
    ...(was === code ? [] : [`${command}: exit code ${was}, and not ${code}: ${complaints}`]),
    ...(out === '' ? [] : [`${command}: wrote on the standard output: ${out}`]),
    ...(words.test(complaints) ? [] : [`${command}: said ${complaints}`]),
    ...(/^[^\n]+\n$/.test(complaints) ? [] : [`${command}: said more than one line: ${complaints}`]),
    ...(/\n\s+at /.test(complaints) || complaints.includes('\u001b')
      ? [`${command}: a stack trace or a colour: ${complaints}`]
      : []),
  ]);
}

const PLACE = ['--region', 'ap-northeast-1'];

describe('every command', () => {
  test.each<[string, Record<string, string | undefined>, string[], object | number, RegExp]>([
    [
      'without credentials',
      { AWS_ACCESS_KEY_ID: undefined },
      [],
      {},
      /no AWS credentials to use \(.*\); log in, or name a profile/,
    ],
    ['with an unknown profile', {}, ['--profile', 'nobodys'], {}, /no AWS profile "nobodys" is configured/],
    [
      'with expired credentials',
      {},
      [],
      { __type: 'ExpiredTokenException', message: 'expired' },
      /does not accept these credentials \(ExpiredTokenException: expired\); log in again/,
    ],
    [
      'that is denied',
      {},
      [],
      { __type: 'AccessDeniedException', message: 'not authorized' },
      /AWS refused \(AccessDeniedException: not authorized\)/,
    ],
    [
      'of a stage that is not there',
      {},
      ['--stage', 'prod'],
      {},
      /stage "prod" is not deployed in ap-northeast-1 of this account \(these are: dev\)/,
    ],
  ])('%s ends with 1', async (_, env, options, every, words) => {
    const known = Object.keys(every).length > 0 ? { every } : {};
    const aws = await fakeAws(known);
    const ended = await each([...ASKING, ...ROW_BY_ROW], (command) =>
      run([...command, ...PLACE, ...options], { AWS_ENDPOINT_URL: aws.url, ...env }),
    );
    aws.close();
    expect(faults(ended, 1, words)).toEqual([]);
  });

  test('without a network ends with 1 and says what could not be reached', async () => {
    const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const ended = await each(ASKING, (command) => run([...command, ...PLACE], nowhere));
    expect(faults(ended, 1, /cannot look for stage "dev" in ap-northeast-1: listing the state machines: /)).toEqual([]);
    const status = await run(['status', ...PLACE], nowhere);
    expect(status).toMatchObject({ code: 1, complaints: '' });
    expect(status.out).toMatch(/^ +takeover +unknown: /m);
  });

  test('of an appliance that does not exist says which there are', async () => {
    const aws = await fakeAws();
    const named = [...ASKING, ...ROW_BY_ROW].filter((command) => command.includes('sophos'));
    const ended = await each(named, (command) =>
      run([...command.map((word) => (word === 'sophos' ? 'sofos' : word)), ...PLACE], { AWS_ENDPOINT_URL: aws.url }),
    );
    aws.close();
    expect(
      faults(ended, 1, /no appliance "sofos" is configured; did you mean "sophos"\? \(there are: sophos\)/),
    ).toEqual([]);
    expect(aws.asked).toEqual([]);
  });

  test('with an option that it does not have, or that npm has kept, ends with 2', async () => {
    const all = [...ASKING, ...ROW_BY_ROW, ['config', 'check'], ['cost']];
    const wrong = await each(all, (command) => run([...command, '--hepl']));
    expect(faults(wrong, 2, /there is no option "--hepl"/)).toEqual([]);
    const kept = await each(all, (command) => run(command, { npm_config_stage: 'prod' }));
    expect(faults(kept, 2, /npm took --stage for an option of its own; options come after --/)).toEqual([]);
  });

  test('answers in a simulated account with --json in one document', async () => {
    const all = [...ASKING, ...ROW_BY_ROW].filter(([verb]) => !['vouch', 'abort'].includes(verb ?? ''));
    const ended = await each(all, (command) => run([...command, '--json', '--simulated', 'own-appliance-dies']));
    const broken = ended.filter(([, { out, complaints }]) => {
      try {
        JSON.parse(out);
        return !/^SIMULATED: [^\n]+\n/.test(complaints);
      } catch {
        return true;
      }
    });
    expect(broken).toEqual([]);
    const codes = new Map(ended.map(([command, { code }]) => [command.split(' ').slice(0, 1).join(' '), code]));
    expect(Object.fromEntries(codes)).toMatchObject({
      history: 0,
      report: 0,
      pause: 0,
      images: 0,
      follow: 0,
      ownership: 0,
    });
  });
});

test.each([
  [
    'failover of an appliance that answers is held: 3',
    ['failover', 'sophos', ...REASON, '--simulated', 'own-appliance-dies@0'],
    3,
    /held \(answers\)/,
  ],
  [
    'an abort when nothing runs is refused: 3',
    ['abort', 'sophos', ...REASON, '--simulated', 'own-appliance-dies@0'],
    3,
    /^$/,
  ],
  ['a forced move without a terminal asks for --yes: 2', ['failover', 'sophos', '--force', ...REASON], 2, /^$/],
])('%s', async (_, args, code, shown) => {
  const ended = await run(args, { AWS_ACCESS_KEY_ID: undefined });
  expect(ended.code).toBe(code);
  expect(ended.out).toMatch(shown);
});
