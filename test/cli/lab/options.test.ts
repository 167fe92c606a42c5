/** What `npm run lab` accepts, what it prints of itself, and what it says where it cannot run. */
import { describe, expect, test } from '@jest/globals';
import { type LabDoor, main } from '../../../cli/lab/main.ts';
import { missingOn } from '../../../cli/lab/missing.ts';
import { readOptions } from '../../../cli/lab/options.ts';
import type { Command } from '../../../cli/lab/run-command.ts';
import { USUAL, VARIANTS } from '../../../cli/lab/variants.ts';
import { createPaint } from '../../../cli/paint.ts';

const namesIn = (args: string[]): string[] => {
  const asked = readOptions(args);
  return asked.ask === 'run' ? asked.variants.map(({ name }) => name) : [asked.ask];
};

/** What it says on a machine where each command does what `answer` says. */
async function said(args: string[], answer: (line: string) => string, machine: Partial<LabDoor['machine']> = {}) {
  let text = '';
  const ran: string[] = [];
  const write = (more: string): void => {
    text += more;
  };
  const terminal = { live: false, width: 100, paint: createPaint(false), write, complain: write };
  const execute = async ({ argv }: Command): Promise<string> => {
    ran.push(argv.join(' '));
    return answer(argv.join(' '));
  };
  const door = { machine: { platform: 'linux', uid: 0, has: () => true, ...machine }, execute };
  const code = await main(args, { ...terminal, pause: async () => undefined, exitWith: () => undefined }, door);
  return { code, text, ran };
}

describe('the options', () => {
  test('without a variant the four that must survive run, and the one that must not', () =>
    expect(namesIn([])).toEqual(USUAL));

  test('variants, runs and a delay are taken', () =>
    expect(readOptions(['in-loose-none', '--runs', '5', '--delay', '3', '--json'])).toMatchObject({
      ...{ ask: 'run', runs: 5, delay: 3, json: true, atOnce: false },
      variants: [{ name: 'in-loose-none', survives: true }],
    }));

  test.each([
    [['nonsense'], /there is no variant "nonsense"/],
    [['--runs', '0'], /whole number from 1 to 100/],
    [['--delay', '21'], /whole number from 0 to 20/],
    [['in-loose-none', '--runs', '--json'], /--runs has no value/],
  ])('%j is refused', (args, because) =>
    expect(readOptions(args)).toMatchObject({ ask: 'wrong', because: expect.stringMatching(because) }),
  );

  test('the list names every variant, and what is expected of it', async () => {
    const { text, code } = await said(['--list'], () => '');
    expect(code).toBe(0);
    for (const { name } of VARIANTS) expect(text).toContain(name);
    expect(text.match(/do not survive/g)).toHaveLength(VARIANTS.filter(({ survives }) => !survives).length);
  });
});

describe('where it cannot run', () => {
  test('what is missing is one line, and an exit code of its own only when the lab is required', async () => {
    const lacking = { uid: 1000, has: (tool: string) => tool !== 'nft' };
    const skipped = 'skipped: this needs root, nft (package nftables)\n';
    expect(await said([], () => '', lacking)).toEqual({ code: 0, text: skipped, ran: [] });
    expect(await said(['--required'], () => '', lacking)).toEqual({ code: 77, text: skipped, ran: [] });
  });

  test('another system is named as Linux', () =>
    expect(missingOn({ platform: 'darwin', uid: 501, has: () => false })).toEqual(['Linux']));

  test('a kernel that cannot do it is a skip with what it said, and the namespace of the trial is removed', async () => {
    const refuses = (line: string): string => {
      if (line.includes('veth')) throw new Error('Unknown device type.');
      return '';
    };
    const { code, text, ran } = await said([], refuses);
    expect({ code, text }).toEqual({
      code: 0,
      text: 'skipped: this needs a kernel with veth, nf_tables and connection tracking (Unknown device type.)\n',
    });
    expect(ran.at(-1)).toBe('ip netns delete failover-lab-trial');
  });

  test('a second run is refused, and changes nothing', async () => {
    const { code, text, ran } = await said([], () => 'failover-lab-fabric (id: 0)\nother\n');
    expect(code).toBe(3);
    expect(text).toMatch(/^failover-lab-fabric: another run is active; .* npm run lab -- --down\n$/);
    expect(new Set(ran)).toEqual(new Set(['ip netns list']));
  });

  test('only namespaces of the lab are removed', async () => {
    const { text, ran } = await said(['--down'], (line) =>
      line === 'ip netns list' ? 'failover-lab-client\nfailover-lab-other\nproduction\n' : '',
    );
    expect(text).toBe('removed: failover-lab-client\n');
    expect(ran.filter((line) => line.includes('delete'))).toEqual(['ip netns delete failover-lab-client']);
  });
});
