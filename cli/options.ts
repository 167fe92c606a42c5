/** What `npm start` was asked for: something to do, the help, or one clear sentence about what is wrong. */
import { Command } from 'commander';
import { EXAMPLE } from '../simulator/stories/example.ts';
import { type Misunderstood, understand } from './command-line/understand.ts';
import { text, whole } from './command-line/values.ts';
import { shown, Wrong } from './command-line/wrong.ts';
import { formatFor } from './report/file-format.ts';

export type Options = {
  scenario: string;
  seed: number;
  appliances: string | undefined;
  json: boolean;
  /** Where the run is also written as a report. */
  report: string | undefined;
  /** Without the pauses of the replay. */
  fast: boolean;
};

type Asked = { ask: 'list' } | { ask: 'tell'; options: Options };

const ABOUT = `Simulates a takeover: the deployed state machines, steps and AWS SDK in an account that exists only in memory.
No account, no credentials, no network.`;

const AFTER = `
Exit code: 0 when the run ended as its scenario says, 1 when it did not or could not run, 2 for a mistake on the command
line or in the file of a scenario.

  npm start
  npm start zone-lost
  npm start -- --scenario zone-lost --seed 7
  npm start -- --scenario switchover --json
  npm start -- --report report.html
  npm start -- --scenario ./my-scenario.yml

my-scenario.yml, which docs/reference/scenarios.md explains:

${EXAMPLE.replaceAll(/^/gm, '  ').trimEnd()}`;

/** What `npm start` shows without a word. */
const FIRST = 'own-appliance-dies';

type Given = Partial<Options> & { seed: number; list?: boolean };

export function readOptions(args: string[]): Asked | Misunderstood {
  return understand<Asked>(
    (give) =>
      new Command('npm start --')
        .description(ABOUT)
        .argument('[scenario]', 'the same as --scenario')
        .addOption(
          text(
            '--scenario <name>',
            'what goes wrong: a name of --list, or a file of your own, in YAML or JSON',
            'zone-lost',
          ).default(undefined, '"own-appliance-dies"'),
        )
        .addOption(
          whole('--seed <n>', 'every delay and every chance follows from it', { min: 0, max: 999_999_999 }).default(1),
        )
        .addOption(
          text('--appliances <file>', 'the configuration (default: $APPLIANCES_FILE or appliances.yml)', 'mine.yml'),
        )
        .option('--json', 'one JSON document instead of a page')
        .addOption(
          text(
            '--report <file>',
            'also writes the run as a report: .html (one file, no network), .md or .json',
            'report.html',
          ),
        )
        .option('--fast', 'at once, also on a terminal')
        .option('--list', 'the scenarios: six to begin with, then all of them by subject')
        .addHelpText('after', AFTER)
        .action((named: string | undefined, given: Given) => {
          const { list, scenario, json = false, report, fast = false } = given;
          if (named !== undefined && scenario !== undefined)
            throw new Wrong(`"${shown(named)}" and --scenario both name a scenario; give one`);
          if (report !== undefined) formatFor(undefined, report, '--report');
          const { seed, appliances } = given;
          const options = { scenario: scenario ?? named ?? FIRST, seed, appliances, json, report, fast };
          give(list ? { ask: 'list' } : { ask: 'tell', options });
        }),
    args,
  );
}
