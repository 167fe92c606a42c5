/** What `npm run fuzz` was asked for: how much of each kind, and from which seed; or what is wrong with it. */
import { parseArgs } from 'node:util';
import { oneLine } from '../../shared/domain/foreign-text.ts';

export type Amounts = { seed: number; events: number; configurations: number; commands: number };

export type Asked = { ask: 'help' } | { ask: 'wrong'; because: string } | { ask: 'fuzz'; amounts: Amounts };

export const DEFAULTS: Amounts = { seed: 1, events: 100_000, configurations: 20_000, commands: 20_000 };

const AMOUNT_MAX = 10_000_000;

export const HELP = `Gives hostile input to the code that reads it, and checks what comes of it. No account, no credentials, no network.

  npm run fuzz -- [options]

  --seed N             every input follows from it (default: ${DEFAULTS.seed})
  --events N           events at all functions, of clients that record each call and refuse it (default: ${DEFAULTS.events})
  --configurations N   files in place of appliances.yml (default: ${DEFAULTS.configurations})
  --commands N         command lines at the option readers of the commands (default: ${DEFAULTS.commands})
  --help               this text

Of each input: no unhandled rejection, no call that changes anything, and either an answer or one clear sentence of at
most 2,000 characters. Exit code: 0 when all of it held, 1 when it did not, 2 for a mistake on the command line.
`;

const FLAGS = {
  seed: { type: 'string' },
  events: { type: 'string' },
  configurations: { type: 'string' },
  commands: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const NUMBERS = ['seed', 'events', 'configurations', 'commands'] as const;

export function readOptions(args: string[]): Asked {
  try {
    const { values } = parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false });
    if (values.help) return { ask: 'help' };
    const amounts = { ...DEFAULTS };
    for (const name of NUMBERS) {
      const text = values[name];
      if (text === undefined) continue;
      const number = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
      if (!(number <= AMOUNT_MAX)) return wrong(`--${name} "${text}" is not a whole number from 0 to ${AMOUNT_MAX}`);
      amounts[name] = number;
    }
    return { ask: 'fuzz', amounts };
  } catch (cause) {
    const [sentence = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    return wrong(
      `${sentence.replace(/\.$/, '')}; there are ${Object.keys(FLAGS)
        .map((flag) => `--${flag}`)
        .join(', ')}`,
    );
  }
}

const wrong = (because: string): Asked => ({ ask: 'wrong', because: oneLine(because, 600) });
