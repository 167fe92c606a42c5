/** The options of `npm run simulate`, and its help. */
import { Command } from 'commander';
import { FAULT_NAMES } from '../../simulator/experiments/runs/names.ts';
import { text, whole } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { besideText } from './beside.ts';

export type Given = {
  seeds?: number;
  minutes?: number;
  from?: number;
  faults?: string[];
  jobs?: number;
  replay?: string;
  only?: string;
  hashes?: string;
  scenarioSeeds?: number;
} & Partial<Record<'safety' | 'liveness' | 'shapes' | 'long' | 'mutants' | 'json', boolean>>;

const SEED_MAX = 999_999_999;

const ABOUT = `Simulates takeovers in which things go wrong at random moments, and checks every invariant after every change.
Everything is simulated, and a seed decides everything: docs/reference/simulator.md says what is assumed.`;

const AFTER = `
Exit code: 0 when every invariant held, 1 when one was broken, 2 for a mistake on the command line.

  npm run simulate -- --seeds 200
  npm run simulate -- --minutes 10 --faults F1,death --liveness
  npm run simulate -- --replay 12
  npm run simulate -- --mutants --only S13`;

function faultsIn(given: string): string[] {
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !FAULT_NAMES.includes(name));
  if (unknown.length === 0) return names;
  throw new Wrong(`--faults: there is no "${shown(unknown.join('", "'))}"; there are: ${FAULT_NAMES.join(', ')}`);
}

const which = (program: Command, seedsMin: number): Command =>
  program
    .addOption(whole('--seeds <n>', 'how many seeds (default: 1000)', { min: seedsMin, max: SEED_MAX }))
    .addOption(whole('--minutes <n>', 'as many seeds as fit into so many minutes, instead', { min: 1, max: 10_000 }))
    .addOption(whole('--from <seed>', 'the first seed (default: 1)', { min: 0, max: SEED_MAX }))
    .addOption(
      text(
        '--faults <names>',
        'only these go wrong on the way; a failure of the appliance opens the story, ' +
          `or, where an image is what is to go wrong, a rotation: ${FAULT_NAMES.join(', ')}`,
        'F1,death',
      ).argParser(faultsIn),
    )
    .option('--safety', 'only runs in which anything may go wrong at any moment')
    .option('--liveness', 'only runs in which faults cease, and service has to return in time')
    .option('--shapes', 'the appliance has routes of every family, in tables of their own');

const instead = (program: Command): Command =>
  program
    .addOption(
      text(
        '--replay <seed[:schedule]>',
        'lives through one seed, or one schedule, again and prints its story; ' +
          `goes with ${besideText('replay')}: a seed needs those it was found with, a schedule needs none of them`,
        '12',
      ),
    )
    .option('--long', `the long runs: 100000 seeds, noisy months, years of rotation; goes with ${besideText('long')}`)
    .option(
      '--mutants',
      `a check on the checkers: every deliberate fault of ours has to be noticed; goes with ${besideText('mutants')}`,
    )
    .addOption(text('--only <text>', 'with --mutants: those with this text in their name, or of this invariant', 'S13'))
    .addOption(
      text(
        '--hashes <file>',
        'writes a line for each scenario and each of 300 seeds: what was asked of AWS, and what came of it, as two ' +
          `hashes without any sentence; a change that keeps the behavior keeps the file; goes with ${besideText('hashes')}`,
        'before.hashes',
      ),
    )
    .addOption(
      whole('--scenario-seeds <n>', 'with --hashes: every scenario with the seeds 1 to n (default: 1)', {
        min: 0,
        max: 1000,
      }),
    );

export const declared = (seedsMin: number): Command =>
  instead(which(new Command('npm run simulate --').description(ABOUT), seedsMin))
    .addOption(whole('--jobs <n>', 'child processes (default: one for each core)', { min: 1, max: 256 }))
    .option('--json', 'one JSON document on standard output')
    .addHelpText('after', AFTER);
