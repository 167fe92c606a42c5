/** Each command says how it is used, with examples that it understands itself. */
import { describe, expect, test } from '@jest/globals';
import { readOptions as acceptance } from '../../../cli/acceptance/options.ts';
import { readOptions as bench } from '../../../cli/bench/options.ts';
import { readOptions as conform } from '../../../cli/conform/options.ts';
import { readOptions as failover } from '../../../cli/failover/options.ts';
import { readOptions as fuzz } from '../../../cli/fuzz/options.ts';
import { readOptions as start } from '../../../cli/options.ts';
import { readOptions as simulate } from '../../../cli/simulate/options.ts';

type Reader = (args: string[]) => { ask: string; text?: string; because?: string };

const COMMANDS: [string, Reader][] = [
  ['npm start --', start],
  ['npm run failover --', failover],
  ['npm run simulate --', (args) => simulate(args, 2)],
  ['npm run bench --', bench],
  ['npm run conform --', conform],
  ['npm run fuzz --', fuzz],
  ['npm run acceptance --', acceptance],
];

describe.each(COMMANDS)('%s', (name, read) => {
  const { text = '' } = read(['--help']);

  test('begins its help with its usage', () => {
    expect(text.startsWith(`Usage: ${name} `)).toBe(true);
    expect(text).toMatch(/^Options:$/m);
  });

  test('understands its own examples', () => {
    const examples = [...text.matchAll(/^ {2}npm (?:start|run \w+) -- (.*)$/gm)].map(([, line = '']) => line);
    expect(examples.length).toBeGreaterThan(0);
    for (const line of examples) {
      const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
      expect({ line, because: read(args).because }).toEqual({ line, because: undefined });
    }
  });

  test('refuses an option that it does not have', () => {
    expect(read(['--hepl'])).toMatchObject({
      ask: 'wrong',
      because: expect.stringMatching(/^there is no option "--hepl"; did you mean --help\? \(there are --/),
    });
  });
});

test('npm run bench names the bench that may be meant', () => {
  expect(bench(['grwth'])).toMatchObject({
    because: expect.stringMatching(/^no bench "grwth"; did you mean "growth"\?/),
  });
  expect(bench(['zone', '--count', '40'])).toMatchObject({
    benches: ['zone'],
    numbers: { count: 40, from: 1, write: false },
  });
  expect(bench([])).toMatchObject({ benches: ['outage', 'takeover', 'cold'] });
});
