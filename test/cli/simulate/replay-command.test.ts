/** Wherever a seed is named that broke something, the options stand beside it without which it is another story. */
import { describe, expect, test } from '@jest/globals';
import { readOptions } from '../../../cli/simulate/options.ts';
import { progressText } from '../../../cli/simulate/progress.ts';
import { replayCommand } from '../../../cli/simulate/replay-command.ts';
import { asDocument, brokenLines } from '../../../cli/simulate/summary.ts';
import { noTally } from '../../../simulator/experiments/runs/tally.ts';
import type { Wanted } from '../../../simulator/experiments/runs/wanted.ts';

const failing = [
  { seed: 9, violations: ['S2: apart', 'S5: at the end'] },
  { seed: 7, violations: ['2026-11-21T03:11:00.000Z S2: apart'] },
];
const outcome = { tally: { ...noTally(), failing }, seconds: 2, megabytes: 400, peakMb: 500, curveMb: [] };

const EVERYTHING: Wanted = { faults: [] };
const LITTLE: Wanted = { faults: ['F1', 'death'], aim: 'liveness' };

describe('the command', () => {
  test.each([EVERYTHING, LITTLE, { faults: ['F4'] }, { faults: [], aim: 'safety' }] as Wanted[])(
    'is read as the seed and what was wanted of it: %j',
    (wanted) => {
      const [, options = ''] = replayCommand(12, wanted).split('npm run simulate -- ');
      expect(readOptions(options.split(' '), 4)).toMatchObject({ ask: 'replay', seed: 12, wanted });
    },
  );

  test('of a schedule needs nothing else', () => {
    expect(replayCommand('12:word')).toBe('npm run simulate -- --replay 12:word');
  });
});

describe('is printed', () => {
  test('of each broken rule, with the first seed that broke it', () => {
    expect(brokenLines(outcome, LITTLE)).toEqual([
      '  ✘ S2: first with npm run simulate -- --replay 7 --faults F1,death --liveness',
      '  ✘ S5: first with npm run simulate -- --replay 9 --faults F1,death --liveness',
    ]);
    expect(brokenLines(outcome, EVERYTHING)[0]).toBe('  ✘ S2: first with npm run simulate -- --replay 7');
  });

  test('of each failing seed of the document', () => {
    const { failing: told } = asDocument(outcome, { from: 1, wanted: LITTLE, explained: [] }) as typeof outcome.tally;
    expect(told).toEqual(failing.map((each) => ({ ...each, replay: replayCommand(each.seed, LITTLE) })));
  });

  test('as options alone while the runs go on', () => {
    expect(progressText(outcome, { seeds: 60, wanted: LITTLE })).toMatch(
      /, broken: 9, 7 with --faults F1,death --liveness$/,
    );
    expect(progressText(outcome, { seeds: 60, wanted: EVERYTHING })).toMatch(/, broken: 9, 7$/);
  });
});
