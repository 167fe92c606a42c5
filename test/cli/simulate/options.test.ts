/** `npm run simulate -- …`: every wrong word is answered with one sentence, and every right one is understood. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/simulate/options.ts';
import { drawSchedule } from '../../../simulator/experiments/runs/draw.ts';
import { wordOf } from '../../../simulator/experiments/runs/notation.ts';

const read = (line: string) => readOptions(line === '' ? [] : line.split(' '), 4);

describe('what is asked for', () => {
  const batch = { from: 1, seeds: 1000, minutes: undefined, jobs: 4, json: false };

  test('a thousand seeds on every core, unless something else is said', () => {
    expect(read('')).toEqual({ ask: 'runs', wanted: { faults: [], aim: undefined }, batch });
    expect(read('--seeds 20 --from 7 --jobs 2 --json --faults F1,death --liveness')).toEqual({
      ask: 'runs',
      wanted: { faults: ['F1', 'death'], aim: 'liveness' },
      batch: { from: 7, seeds: 20, minutes: undefined, jobs: 2, json: true },
    });
  });

  test('as many seeds as fit into some minutes', () => {
    expect(read('--minutes 5')).toMatchObject({ batch: { minutes: 5, seeds: undefined } });
  });

  test('one seed again, or one schedule', () => {
    expect(read('--replay 12')).toMatchObject({ ask: 'replay', seed: 12, word: undefined });
    const word = wordOf(drawSchedule(12, { faults: [] }));
    expect(read(`--replay 12:${word}`)).toMatchObject({ ask: 'replay', seed: 12, word });
  });

  test('the hashes of all stories', () => {
    const all = { file: 'before', from: 1, seeds: 300, scenarioSeeds: 1, jobs: 4 };
    expect(read('--hashes before')).toEqual({ ask: 'hashes', hashes: all });
    expect(read('--hashes before --seeds 0 --from 9 --scenario-seeds 3 --jobs 2')).toEqual({
      ask: 'hashes',
      hashes: { ...all, seeds: 0, from: 9, scenarioSeeds: 3, jobs: 2 },
    });
  });

  test('the long runs, and help', () => {
    expect(read('--long')).toMatchObject({ ask: 'long', batch: { seeds: undefined } });
    expect(read('--long --seeds 5')).toMatchObject({ ask: 'long', batch: { seeds: 5 } });
    expect(read('-h')).toMatchObject({ ask: 'help', text: expect.stringContaining('--replay 12') });
  });
});

describe('a mistake', () => {
  test.each([
    ['--seeds 0', '--seeds "0" is not a whole number from 1 to 999999999'],
    ['--seeds many', '--seeds "many" is not a whole number from 1 to 999999999'],
    ['--jobs 0', '--jobs "0" is not a whole number from 1 to 256'],
    ['--faults F1,F30', '--faults: there is no "F30"; there are: beside, death, '],
    ['--safety --liveness', '--safety and --liveness exclude each other'],
    ['--seeds 5 --minutes 5', '--seeds and --minutes exclude each other'],
    ['--replay 12:abc', '--replay: the schedule is damaged: copy the whole word after the colon'],
    ['--replay 12:', '--replay "12:" is not SEED or SEED:schedule'],
    ['--long --faults F1 --json', '--long goes with --seeds, --from and --jobs alone, and not with --faults, --json'],
    ['--scenario-seeds 3', '--scenario-seeds is about --hashes'],
    ['--hashes=', '--hashes has no value; write it behind the option, such as --hashes before.hashes'],
    ['--long --minutes 5', 'and not with --minutes'],
    ['--sedes 5', 'there is no option "--sedes"; did you mean --seeds? (there are --seeds, --minutes, '],
    ['5', '"5" is one word too many; write npm run simulate -- [options]'],
  ])('%s is answered with one sentence', (line, sentence) => {
    const asked = read(line);
    expect(asked.ask).toBe('wrong');
    expect('because' in asked && asked.because).toContain(sentence);
  });
});
