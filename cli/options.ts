/** What was asked for on the command line: either something to do, or one clear sentence about what is wrong. */
import { parseArgs } from 'node:util';
import { oneLine } from '../shared/domain/foreign-text.ts';
import { EXAMPLE } from '../simulator/stories/example.ts';

export type Options = {
  scenario: string;
  seed: number;
  appliances: string | undefined;
  json: boolean;
};

export type Asked =
  | { ask: 'help' }
  | { ask: 'list' }
  | { ask: 'tell'; options: Options }
  | { ask: 'wrong'; because: string };

const FLAGS = {
  scenario: { type: 'string', default: 'own-appliance-dies' },
  seed: { type: 'string', default: '1' },
  appliances: { type: 'string' },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export const HELP = `Simulates a takeover: the deployed state machines, steps and AWS SDK in an account that exists only in memory.
No account, no credentials, no network.

  npm start -- [options]

  --scenario NAME     what goes wrong (default: own-appliance-dies); --list names them all
  --scenario FILE     a scenario of your own, in YAML or JSON; the example below is a whole one
  --seed N            every delay and every chance follows from it (default: 1)
  --appliances FILE   the configuration (default: $APPLIANCES_FILE or appliances.yml)
  --json              one JSON document instead of a page
  --list              the scenarios, one to a line
  --help              this text

Exit code: 0 when the run ended as its scenario says, 1 when it did not or could not run, 2 for a mistake on the
command line or in the file of a scenario.

  npm start
  npm start -- --scenario zone-lost --seed 7
  npm start -- --scenario switchover --json
  npm start -- --scenario ./my-scenario.yml

my-scenario.yml, which docs/reference/scenarios.md explains:

${EXAMPLE.replaceAll(/^/gm, '  ').trimEnd()}
`;

const wrong = (because: string): Asked => ({ ask: 'wrong', because: oneLine(because) });

/** A typo must not silently tell another story. */
function flagsIn(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const [sentence = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    return sentence.replace(/\.$/, '');
  }
}

export function readOptions(args: string[]): Asked {
  const flags = flagsIn(args);
  if (typeof flags === 'string') {
    const known = Object.keys(FLAGS).map((flag) => `--${flag}`);
    return wrong(`${flags}; there are ${known.join(', ')}`);
  }
  const { help, list, json, scenario, seed, appliances } = flags;
  if (help) return { ask: 'help' };
  if (list) return { ask: 'list' };
  if (!/^\d{1,9}$/.test(seed)) return wrong(`--seed "${seed}" is not a whole number from 0 to 999999999`);
  return { ask: 'tell', options: { scenario, seed: Number(seed), appliances, json } };
}
