/** What the conformance kit is to do, its help, or one sentence about a mistake. */
import { Command } from 'commander';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { text } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import type { Common } from '../failover/command.ts';
import { withPlace } from '../failover/place.ts';
import { stage } from '../failover/values.ts';
import { ROWS } from './rows.ts';

export type Options = Common & {
  /** Undefined: all that are not observed yet. */
  rows: number[] | undefined;
  appliance: string;
  out: string;
};

export type Asked =
  | { ask: 'list' | 'unobserved'; json: boolean }
  | { ask: 'replay'; file: string; json: boolean }
  | { ask: 'observe'; options: Options };

type Given = Partial<Options> & { list?: boolean; unobserved?: boolean; replay?: string };

const ABOUT = `Observes, in a lab account, what AWS really answers, so that the simulator can be compared with it.
Never in production: some rows stop, replace and terminate the appliance.

Without an option it shows the rows, and runs those that --out does not have yet; it asks before each change.`;

const AFTER = `
The rows that change something need an instance of type t*.nano, t*.micro or t*.small, and the account id, typed once.
Without a terminal only the rows that change nothing run. Ctrl-C keeps what was observed. $AWS_ENDPOINT_URL is honoured.

Exit code: 0  every row that was asked for is observed; with --replay, every row agrees
           1  a row is not observed, or differs from the simulator
           2  a mistake on the command line; AWS was not asked

  npm run conform -- --list
  npm run conform -- --rows 0,1,4,6,10,11
  npm run conform -- --replay conformance.json`;

function rowsIn(given: string): number[] {
  const words = given.split(',').map((word) => word.trim());
  const known = ROWS.map(({ number }) => String(number));
  const unknown = words.find((word) => !known.includes(word));
  if (unknown === undefined) return [...new Set(words.map(Number))].sort((one, other) => one - other);
  throw new Wrong(
    `--rows: there is no row "${shown(unknown)}"; rows are ${known[0]} to ${known.at(-1)}, as in --rows 0,3,8`,
  );
}

/** With --replay or --list nothing is asked of AWS, so that an option about a deployment is a misunderstanding. */
function onlyWith(given: Given, what: 'replay' | 'list' | 'unobserved'): void {
  const extra = Object.keys(given).find((option) => option !== what && option !== 'json');
  if (extra) throw new Wrong(`--${what} asks nothing of AWS: write it without --${extra}`);
}

function askedIn(given: Given): Asked {
  const { stage: where = 'lab', appliance = 'lab', out = 'conformance.json', json = false, replay, ...rest } = given;
  for (const ask of ['list', 'unobserved'] as const) {
    if (!given[ask]) continue;
    onlyWith(given, ask);
    return { ask, json };
  }
  if (replay !== undefined) {
    onlyWith(given, 'replay');
    return { ask: 'replay', file: replay, json };
  }
  const { region: there, profile, appliances, rows } = rest;
  return { ask: 'observe', options: { stage: where, appliance, out, region: there, profile, appliances, json, rows } };
}

const declared = (): Command =>
  withPlace(
    new Command('npm run conform --')
      .description(ABOUT)
      .option('--list', 'the rows with what each costs and changes; asks nothing of AWS')
      .addOption(
        text('--rows <numbers>', 'runs these rows, also when they were observed before', '0,3,8').argParser(rowsIn),
      )
      .addOption(
        text(
          '--replay <file>',
          'compares a file with the simulator, row by row; asks nothing of AWS',
          'conformance.json',
        ),
      )
      .option('--unobserved', 'the rows that no committed file has observed, as docs/reference/simulator.md lists them')
      .addOption(
        text(
          '--out <file>',
          'where observations are kept (default: conformance.json); an existing file is continued',
          'lab.json',
        ),
      )
      .addOption(text('--stage <name>', 'which deployment (default: lab)', 'lab').argParser(stage))
      .addOption(text('--appliance <name>', 'which appliance of it (default: lab)', 'lab')),
  ).addHelpText('after', AFTER);

export const readOptions = (args: string[], environment: NodeJS.ProcessEnv = {}): Asked | Misunderstood =>
  understand<Asked>((give) => declared().action((given: Given) => give(askedIn(given))), args, environment);
