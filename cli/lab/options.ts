/** What `npm run lab` was asked for; a mistake is one sentence. */
import { Argument, Command } from 'commander';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { whole } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { PACKAGES } from './missing.ts';
import { USUAL, VARIANTS, type Variant } from './variants.ts';

const ABOUT =
  'Live TCP, UDP and SSH sessions through a Linux firewall, which dies; our own steps move the address and the routes to ' +
  'a second one, in network namespaces of this machine. Says which sessions survived, and for how long they were silent. ' +
  '20 to 40 s for each run. Nothing outside these namespaces is changed.';

const AFTER = `
Needs root on Linux, and the packages
${PACKAGES}.
Elsewhere it prints what is missing and ends with 0, or with 77 when --required is given. Exit code: 0 when every variant came out as expected, 1 when one did not, 2 for a mistake on the
command line, 3 when another run is active, 77 as said.

  npm run lab
  npm run lab -- routed-strict-direct --runs 5
  npm run lab -- routed-strict-direct --delay 5
  npm run lab -- --down`;

export type LabAsked = {
  variants: Variant[];
  runs: number;
  delay: number;
  atOnce: boolean;
  json: boolean;
  required: boolean;
};

type Asked = { ask: 'list' } | { ask: 'down' } | ({ ask: 'run' } & LabAsked);

const named = (name: string): Variant => {
  const found = VARIANTS.find((each) => each.name === name);
  if (found) return found;
  throw new Wrong(`there is no variant "${shown(name)}"; npm run lab -- --list prints them`);
};

type Given = { list?: boolean; down?: boolean } & Partial<LabAsked> & Pick<LabAsked, 'runs' | 'delay'>;

function askedFor(
  names: string[],
  { list, down, json = false, required = false, atOnce = false, runs, delay }: Given,
): Asked {
  if (list) return { ask: 'list' };
  if (down) return { ask: 'down' };
  const variants = (names.length > 0 ? [...new Set(names)] : USUAL).map(named);
  return { ask: 'run', variants, runs, delay, atOnce, json, required };
}

export const readOptions = (args: string[]): Asked | Misunderstood =>
  understand<Asked>(
    (give) =>
      new Command('npm run lab --')
        .description(ABOUT)
        .addArgument(new Argument('[variants...]', `those of --list; without one: ${USUAL.join(', ')}`))
        .addOption(whole('--runs <n>', 'runs of each variant', { min: 1, max: 100 }).default(1))
        .addOption(whole('--delay <s>', 'seconds from the death to the move', { min: 0, max: 20 }).default(0))
        .option('--at-once', 'the simulated services answer without latency')
        .option('--json', 'each run as one line of JSON, without a table')
        .option('--list', 'the variants, and what is expected of them')
        .option('--down', 'removes what a run that was killed has left')
        .option('--required', 'a lab that cannot run ends with 77')
        .addHelpText('after', AFTER)
        .action((names: string[], given: Given) => give(askedFor(names, given))),
    args,
  );
