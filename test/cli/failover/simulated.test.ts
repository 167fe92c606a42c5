/** `--simulated`: the same commands without an account, and the ten tasks of docs/reference/cli.md in it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { main } from '../../../cli/failover/main.ts';
import type { Door } from '../../../cli/failover/open.ts';
import { createPaint } from '../../../cli/paint.ts';
import type { Person } from '../../../cli/person.ts';
import { processDoor } from '../../../cli/process-door.ts';
import { commandOf, TASKS } from '../../../cli/reference/tasks.ts';
import { noPerson } from '../../support/command-line.ts';

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

type Ran = { code: number; out: string; complaints: string; files: Map<string, string> };

async function run(words: string[], person: Person = noPerson): Promise<Ran> {
  const [out, complaints]: [string[], string[]] = [[], []];
  const files = new Map<string, string>();
  const door: Door = {
    ...processDoor(),
    clients: () => {
      throw new Error('AWS was asked');
    },
    environment: { AWS_PROFILE: 'none' },
    person,
    write: (file, text) => void files.set(file, text),
  };
  const terminal = {
    ...{ live: false, width: 100, paint: createPaint(false) },
    write: (text: string) => void out.push(text),
    complain: (text: string) => void complaints.push(text),
    pause: async () => undefined,
    exitWith: () => undefined,
  };
  const code = await main(words, terminal, door);
  return { code, out: out.join(''), complaints: complaints.join(''), files };
}

const status = (simulated: string) => run(['status', 'sophos', '--stage', 'prod', '--simulated', simulated]);

/** What each task must show, in the order of the table. */
const SHOWN: RegExp[] = [
  /takeover +generation 1 succeeded at .*, answered$/m,
  /^sophos: ready, /m,
  /^rehearsed: it would be generation 1/m,
  /^taken over by takeover-sophos-g1: i-\w+ → i-\w+$/m,
  /^taken over by takeover-sophos-g1: i-\w+ → i-\w+$/m,
  /^taken over by takeover-sophos-g1: i-\w+ → i-\w+$/m,
  /^the report of takeover-sophos-g1 is in report\.html$/m,
  /^sophos \(203\.0\.113\.10\) is paused until 2026-11-21T07:/m,
  /^rotated by rotation-sophos_person-simulated-1: ami-\w+ \(\S+\); it booted in \d+ s \(.*\); 1 images are kept, 0 were deregistered$/m,
  /^the script is in takeover\.sh; read it, then run it: sh takeover\.sh$/m,
];

describe('the ten tasks', () => {
  test('are ten, and stand in the page of the commands', () => {
    const page = readFileSync('docs/reference/cli.md', 'utf8');
    expect([TASKS.length, SHOWN.length]).toEqual([10, 10]);
    for (const task of TASKS) expect(page).toContain(`| ${task.task} | \`${commandOf(task)}\` |`);
  });

  test.each(TASKS.map((task, index) => [commandOf(task), task.simulated, SHOWN[index]] as const))(
    '%s, in %s, is done',
    async (command, simulated, shown) => {
      const words = wordsOf(command.replace('npm run failover -- ', ''));
      const { code, out, complaints, files } = await run([...words, '--simulated', simulated]);
      expect(out).toMatch(shown ?? /never/);
      expect(complaints).toMatch(/^SIMULATED: scenario \S+, seed 1, \d+ s after its beginning; AWS is not asked/);
      expect(code).toBe(0);
      expect(files.size).toBe(words.includes('--output') ? 1 : 0);
    },
  );
});

describe('a simulated account', () => {
  test('before its first second is calm, and at its end everything has happened', async () => {
    const [before, after] = [await status('own-appliance-dies@0'), await status('own-appliance-dies')];
    expect(before.out).toMatch(/^ +takeover +none yet$/m);
    expect(after.out).toMatch(/^ +takeover +generation 1 succeeded/m);
  });

  test('has the stage and the Region that are asked for, and its images too', async () => {
    const place = ['--stage', 'lab', '--region', 'eu-west-1'];
    const { out, code } = await run(['images', 'sophos', ...place, '--simulated', 'copied-image-with-our-tags@0']);
    expect(out).toMatch(/^ +ami-\w+ .* good /m);
    expect(code).toBe(0);
    const { out: status } = await run(['status', ...place, '--simulated', 'copied-image-with-our-tags@0']);
    expect(status).toMatch(/of failover-lab$[\s\S]*eu-west-1a/m);
  });

  test('is the same each time, and another one with another seed', async () => {
    const [once, again, other] = [await status('zone-lost'), await status('zone-lost'), await status('zone-lost:2')];
    expect(again).toEqual(once);
    expect(other.out).not.toBe(once.out);
    expect(other.complaints).toContain('seed 2');
  });

  test('does not move while a person answers a question', async () => {
    let askedAt = 0;
    const person: Person = {
      ...noPerson,
      present: true,
      ask: async () => {
        askedAt = Date.now();
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
        expect(Date.now()).toBe(askedAt);
        return 'sophos';
      },
    };
    const forced = ['failover', 'sophos', '--force', '--reason', 'a test', '--simulated', 'own-appliance-dies@0'];
    const { code, out } = await run(forced, person);
    expect(askedAt).toBeGreaterThan(0);
    expect(out).toMatch(/^taken over by takeover-sophos-g1/m);
    expect(code).toBe(0);
  });

  test('of no scenario is refused with the names that may be meant', async () => {
    const { code, out, complaints } = await status('zone-lots');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(complaints).toMatch(/^there is no scenario "zone-lots"; did you mean "zone-lost"/);
  });

  test('with --json writes one document, and the notice elsewhere', async () => {
    const { out, complaints } = await run(['history', '--json', '--simulated', 'zone-lost']);
    expect(JSON.parse(out)).toMatchObject({ entries: [{ kind: 'takeover', outcome: 'taken-over' }] });
    expect(complaints).toMatch(/^SIMULATED: /);
  });

  test.each(['zone-lost@', 'zone-lost@-3', 'zone lost', ':3'])(
    '"%s" is a mistake on the command line',
    async (given) => {
      const { code, complaints } = await status(given);
      expect(code).toBe(2);
      expect(complaints).toMatch(
        /^--simulated ".*" is not understood; write NAME, or NAME@SECONDS such as zone-lost@30/,
      );
    },
  );
});
