/** A fixed share of `npm run fuzz`, and each of its checks seen to fail. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { faultOfError, faultOfSentence } from '../../../cli/fuzz/judge.ts';
import { type Fuzzer, fuzz, fuzzer, main } from '../../../cli/fuzz/main.ts';
import { readOptions } from '../../../cli/fuzz/options.ts';
import { changes, refusingClients } from '../../../cli/fuzz/refusing-clients.ts';
import { createPaint } from '../../../cli/paint.ts';
import { writeTags } from '../../../shared/aws/tags.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';

function aTerminal() {
  const said: string[] = [];
  const write = (text: string): void => void said.push(text);
  const terminal = { write, complain: write, live: false, width: 100, paint: createPaint(false) };
  return { said, terminal: { ...terminal, pause: async () => undefined, exitWith: () => undefined } };
}

const quiet: Fuzzer = {
  events: async () => undefined,
  configurations: async () => undefined,
  commands: async () => undefined,
};

const ONE = { seed: 1, events: 1, configurations: 1, commands: 1 };

test('a share of the inputs is refused in one clear sentence each, and changes nothing', async () => {
  const { said, terminal } = aTerminal();
  const amounts = { seed: 17, events: 500, configurations: 500, commands: 1_000 };
  await fuzz(amounts, fuzzer(readFileSync('appliances.yml', 'utf8')), terminal);
  expect(said).toEqual([
    '500 events, seed 17: 0 faults\n',
    '500 configurations, seed 17: 0 faults\n',
    '1000 commands, seed 17: 0 faults\n',
  ]);
}, 300_000);

describe('a fault is found:', () => {
  test.each(['events', 'configurations', 'commands'] as const)('in %s, with its number and the seed', async (kind) => {
    const { said, terminal } = aTerminal();
    expect(await fuzz(ONE, { ...quiet, [kind]: async () => 'strange' }, terminal)).toBe(false);
    expect(said.join('')).toContain(`${kind} 1 of seed 1: strange`);
    expect(said.join('')).toContain(`1 ${kind}, seed 1: 1 faults`);
  });

  test('a raw error, a message that is too long, has no word or has a control character', () => {
    const fault = (thrown: unknown) => faultOfError(thrown, { lines: false });
    expect(fault(new TypeError('x is undefined'))).toBe('a raw TypeError: x is undefined');
    expect(fault('text')).toBe('string was thrown');
    const long = new RefusedError('no');
    long.message = 'x'.repeat(2_001);
    expect(fault(long)).toBe('a message of 2001 characters');
    expect(faultOfSentence('???')).toContain('without a word');
    expect(faultOfSentence('in two\nlines')).toContain('a control character');
    expect(fault(new RefusedError('the input is no plan'))).toBeUndefined();
  });

  test('a call that would change something: it is recorded and refused', async () => {
    const { clients, run } = refusingClients();
    const { answer, calls } = run(
      () => 0,
      () => writeTags(clients, 'eipalloc-0a1b2c3d', { 'failover:generation': '1' }),
    );
    await expect(answer).rejects.toThrow('refused');
    expect(calls).toEqual(['CreateTags']);
    expect(calls.filter(changes)).toEqual(['CreateTags']);
  });
});

describe('the command line', () => {
  test('has the amounts of the requirement as its defaults', () => {
    const amounts = { seed: 1, events: 100_000, configurations: 20_000, commands: 20_000 };
    expect(readOptions([])).toEqual({ ask: 'fuzz', amounts });
    expect(readOptions(['--seed', '7', '--events', '5'])).toEqual({
      ask: 'fuzz',
      amounts: { ...amounts, seed: 7, events: 5 },
    });
  });

  test.each([[['--events', 'many']], [['--nights', '1']], [['1']]])(
    'refuses %j in one sentence, with code 2',
    async (args) => {
      const { said, terminal } = aTerminal();
      expect(await main(args, terminal)).toBe(2);
      expect(said).toHaveLength(1);
      expect(faultOfSentence(said.join('').trim())).toBeUndefined();
    },
  );
});
