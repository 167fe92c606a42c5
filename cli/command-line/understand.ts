/** A command line is understood whole or not at all: what was asked for, the help, or one sentence about the mistake. */
import { type Command, CommanderError, type Option } from 'commander';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { refuseKeptByNpm } from './kept-by-npm.ts';
import { sentenceOf } from './sentences.ts';
import { ValueOption } from './values.ts';
import { shown, Wrong } from './wrong.ts';

export type Misunderstood = { ask: 'help'; text: string } | { ask: 'wrong'; because: string };

const HELP_WIDTH = 110;

class HelpAsked extends Error {}

const withinOf = (command: Command): Command[] => [command, ...command.commands.flatMap(withinOf)];

/** Commander would take the next option for a value, and the last of two values; a slip must not do something else. */
function refuseSlips(program: Command, args: string[]): void {
  const options = withinOf(program).flatMap((command) => command.options);
  const valued = options.filter((option) => option instanceof ValueOption);
  const end = args.indexOf('--');
  for (const [at, arg] of args.slice(0, end < 0 ? undefined : end).entries()) {
    const before = args[at - 1];
    if (before !== undefined && valued.some(({ long, short }) => [long, short].includes(before))) continue;
    if (/^[\u2010-\u2015\u2212]/.test(arg)) {
      throw new Wrong(`"${shown(arg)}" begins with a dash; options begin with two hyphens (--)`);
    }
    const option = valued.find(({ long, short }) => arg === long || arg === short || arg.startsWith(`${long}=`));
    if (option && !arg.includes('=')) requireValue(option, args[at + 1]);
    else if (option) requireValue(option, arg.slice(`${option.long}=`.length), { inline: true });
  }
}

function requireValue({ long, example }: ValueOption, value = '', { inline = false } = {}): void {
  if (value.trim() === '') {
    throw new Wrong(`${long} has no value; write it behind the option, such as ${example}`);
  }
  if (value.startsWith('-') && !inline) {
    throw new Wrong(`${long} has no value: "${shown(value)}" follows it; write such as ${example}`);
  }
}

function refuseTwice(command: Command, { long, attributeName }: Option, name: string): void {
  let times = 0;
  command.on(`option:${name}`, () => {
    times += 1;
    if (times > 1) throw new Wrong(`${long ?? attributeName()} is given twice; give it once`);
  });
}

function prepare(program: Command, onHelp: (text: string) => void): void {
  for (const command of withinOf(program)) {
    command
      .helpCommand(false)
      .helpOption('-h, --help', 'this text')
      .configureHelp({ showGlobalOptions: true })
      .configureOutput({ writeOut: onHelp, writeErr: () => undefined, getOutHelpWidth: () => HELP_WIDTH })
      .exitOverride((error) => {
        throw error.code === 'commander.helpDisplayed' ? new HelpAsked() : new Wrong(sentenceOf(error, command));
      });
    for (const option of command.options) refuseTwice(command, option, option.name());
  }
}

/** `declare` gives what was asked for from the actions of its commands. */
export function understand<Asked>(
  declare: (give: (asked: Asked) => void) => Command,
  args: string[],
  environment: NodeJS.ProcessEnv = process.env,
): Asked | Misunderstood {
  let asked: Asked | undefined;
  let help = '';
  try {
    const program = declare((given) => {
      asked = given;
    });
    prepare(program, (text) => {
      help += text;
    });
    refuseKeptByNpm(program, args, environment);
    refuseSlips(program, args);
    program.parse(args, { from: 'user' });
    if (asked === undefined) throw new Error(`no action of ${program.name()} was taken`);
    return asked;
  } catch (cause) {
    if (cause instanceof HelpAsked) return { ask: 'help', text: help };
    if (cause instanceof Wrong || cause instanceof CommanderError)
      return { ask: 'wrong', because: oneLine(cause.message) };
    throw cause;
  }
}
