/** An option that would be ignored is refused, with those that would not be; an option in use continues to work. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/simulate/options.ts';
import { drawSchedule } from '../../../simulator/experiments/runs/draw.ts';
import { wordOf } from '../../../simulator/experiments/runs/notation.ts';

const read = (line: string) => readOptions(line.split(' '), 4);
const WORD = wordOf(drawSchedule(12, { faults: [] }));

const MUTANTS = '--mutants goes with --only, --jobs and --json alone, and not with';
const REPLAY = '--replay goes with --faults, --safety, --liveness, --shapes and --json alone, and not with';

describe('an option that would be ignored', () => {
  test.each([
    ['--mutants --seeds 5', `${MUTANTS} --seeds`],
    ['--mutants --faults F1 --from 7', `${MUTANTS} --faults, --from`],
    ['--mutants --minutes 5', `${MUTANTS} --minutes`],
    ['--mutants --safety --liveness', `${MUTANTS} --safety, --liveness`],
    ['--mutants --replay 3', `${MUTANTS} --replay`],
    ['--replay 3 --seeds 5 --minutes 5', `${REPLAY} --seeds, --minutes`],
    ['--replay 3 --jobs 2', `${REPLAY} --jobs`],
    ['--replay 3 --from 7', `${REPLAY} --from`],
    [`--replay 12:${WORD} --faults F1`, '--replay SEED:schedule goes with --json alone, and not with --faults'],
    [
      '--hashes x --faults F1 --safety',
      '--hashes goes with --seeds, --from, --scenario-seeds and --jobs alone, and not with --faults, --safety',
    ],
    ['--long --mutants', '--long goes with --seeds, --from and --jobs alone, and not with --mutants'],
    ['--long --only S13', '--long goes with --seeds, --from and --jobs alone, and not with --only'],
  ])('is refused: %s', (line, because) => {
    expect(read(line)).toEqual({ ask: 'wrong', because });
  });

  test.each([
    ['--mutants --only S13 --jobs 1 --json', { ask: 'mutants', only: 'S13', jobs: 1, json: true }],
    ['--replay 12 --faults F1 --safety --json', { ask: 'replay', wanted: { faults: ['F1'], aim: 'safety' } }],
    [`--replay 12:${WORD} --json`, { ask: 'replay', word: WORD, json: true }],
    ['--long --seeds 5 --from 7 --jobs 1', { ask: 'long', batch: { seeds: 5, from: 7, jobs: 1 } }],
    ['--mutants --seeds 5 --help', { ask: 'help' }],
  ])('is not among these: %s', (line, asked) => {
    expect(read(line)).toMatchObject(asked);
  });
});

test('the help says what goes with what', () => {
  const asked = read('--help');
  const help = asked.ask === 'help' ? asked.text.replaceAll(/\s+/g, ' ') : '';
  expect(help).toMatch(/--long [^-]*goes with --seeds, --from and --jobs /);
  expect(help).toMatch(/--mutants [^-]*goes with --only, --jobs and --json /);
  expect(help).toMatch(/--replay [^-]*goes with --faults, --safety, --liveness, --shapes and --json: /);
});
