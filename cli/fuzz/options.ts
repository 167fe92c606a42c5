/** What `npm run fuzz` was asked for: how much of each kind, and from which seed; or what is wrong with it. */
import { Command } from 'commander';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { whole } from '../command-line/values.ts';

export type Amounts = { seed: number; events: number; configurations: number; commands: number };

type Asked = { ask: 'fuzz'; amounts: Amounts };

const DEFAULTS: Amounts = { seed: 1, events: 100_000, configurations: 20_000, commands: 20_000 };

const RANGE = { min: 0, max: 10_000_000 };

const ABOUT =
  'Gives hostile input to the code that reads it, and checks what comes of it. No account, no credentials, no network.';

const AFTER = `
Of each input: no unhandled rejection, no call that changes anything, and either an answer or one clear sentence of at
most 2,000 characters. Exit code: 0 when all of it held, 1 when it did not, 2 for a mistake on the command line.

  npm run fuzz
  npm run fuzz -- --seed 7 --events 1000000 --commands 0`;

const WHAT: Record<keyof Amounts, string> = {
  seed: 'every input follows from it',
  events: 'events at all functions, of clients that record each call and refuse it',
  configurations: 'files in place of appliances.yml',
  commands: 'command lines at the option readers of the commands',
};

function declared(): Command {
  const program = new Command('npm run fuzz --').description(ABOUT).addHelpText('after', AFTER);
  for (const [name, amount] of Object.entries(DEFAULTS)) {
    program.addOption(whole(`--${name} <n>`, WHAT[name as keyof Amounts], RANGE).default(amount));
  }
  return program;
}

export const readOptions = (args: string[]): Asked | Misunderstood =>
  understand<Asked>((give) => declared().action((amounts: Amounts) => give({ ask: 'fuzz', amounts })), args);
