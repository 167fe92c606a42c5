/** What every command line of the project shares: nothing is ignored, and a mistake is one sentence with its fix. */
import { describe, expect, test } from '@jest/globals';
import { Command } from 'commander';
import { answer } from '../../../cli/command-line/answer.ts';
import { understand } from '../../../cli/command-line/understand.ts';
import { text, whole } from '../../../cli/command-line/values.ts';

type Asked = { ask: 'go'; given: object };

const asked = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  understand<Asked>(
    (give) =>
      new Command('npm run go --')
        .description('Goes.')
        .addOption(text('--file <name>', 'where from', 'mine.yml'))
        .addOption(whole('--count <n>', 'how often', { min: 1, max: 9 }).default(1))
        .option('--fast', 'in a hurry')
        .action((given: object) => give({ ask: 'go', given })),
    args,
    environment,
  );

const because = (args: string[], environment?: NodeJS.ProcessEnv): string => {
  const understood = asked(args, environment);
  return understood.ask === 'wrong' ? understood.because : `understood as ${JSON.stringify(understood)}`;
};

test('what is asked for is given with its values, and with the usual ones', () => {
  expect(asked(['--file=-x', '--fast'])).toEqual({ ask: 'go', given: { file: '-x', fast: true, count: 1 } });
});

describe('a slip that commander would accept is refused', () => {
  test.each([
    [['--file', '--fast'], '--file has no value: "--fast" follows it; write such as --file mine.yml'],
    [['--file', ' '], '--file has no value; write it behind the option, such as --file mine.yml'],
    [['--file'], '--file has no value; write it behind the option, such as --file mine.yml'],
    [['--file', 'a', '--file', 'b'], '--file is given twice; give it once'],
    [['--fast', '--fast'], '--fast is given twice; give it once'],
    [['\u2013-fast'], '"\u2013-fast" begins with a dash; options begin with two hyphens (--)'],
  ])('%j', (args, sentence) => {
    expect(because(args)).toBe(sentence);
  });

  test('but an option may look like a dash inside a value', () => {
    expect(asked(['--file', '\u2013 why'])).toMatchObject({ ask: 'go' });
  });
});

describe('a mistake', () => {
  test.each([
    [['--fats'], 'there is no option "--fats"; did you mean --fast? (there are --file, --count, --fast, --help)'],
    [['--fast=no'], '--fast takes no value; write --fast alone'],
    [['-f'], 'there is no option "-f"; options begin with two hyphens: --file, --count, --fast, --help'],
    [['--count', '10'], '--count "10" is not a whole number from 1 to 9'],
    [['there'], '"there" is one word too many; write npm run go -- [options]'],
  ])('%j', (args, sentence) => {
    expect(because(args)).toBe(sentence);
  });

  test('is said on the standard error, with exit code 2', () => {
    const [out, complaints]: string[][] = [[], []];
    const terminal = {
      write: (line: string) => void out?.push(line),
      complain: (line: string) => void complaints?.push(line),
    };
    expect(answer({ ask: 'wrong', because: 'no' }, terminal)).toBe(2);
    expect(answer({ ask: 'help', text: 'Usage' }, terminal)).toBe(0);
    expect({ out, complaints }).toEqual({ out: ['Usage'], complaints: ['no\n'] });
  });
});

test('an option that npm kept for itself is missed, unless npm has one of that name', () => {
  expect(because([], { npm_config_count: '3' })).toBe(
    'npm took --count for an option of its own; options come after --: npm run go -- --count 9',
  );
  expect(asked(['--count', '3'], { npm_config_count: '3' })).toMatchObject({ given: { count: 3 } });
  expect(asked([], { npm_config_yes: 'true', npm_config_long: 'true' })).toMatchObject({ ask: 'go' });
});
