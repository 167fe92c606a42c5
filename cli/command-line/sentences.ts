/** What is wrong with a command line, in one sentence with the fix: from commander's codes, and from what it left over. */
import type { Command, CommanderError, Option } from 'commander';
import { closest } from '../../shared/config/closest.ts';
import { shown } from './wrong.ts';

/** As a person types it: `npm run failover -- pause [options] <appliance>`. */
function usageOf(command: Command): string {
  const own = `${command.name()} ${command.usage()}`;
  return command.parent ? `${command.parent.name()} ${own}` : own;
}

const optionsOf = (command: Command): Option[] => {
  const help = command.createHelp();
  const all = [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
  return all.toSorted((one, other) => Number(one.long === '--help') - Number(other.long === '--help'));
};

const namesOf = (command: Command): string[] => optionsOf(command).flatMap(({ long }) => long ?? []);

const commandsOf = (command: Command): Command[] => command.createHelp().visibleCommands(command) as Command[];

const guess = (word: string, known: string[], quote = ''): string => {
  const near = closest(word.slice(0, 60), known);
  return near === undefined ? '' : `; did you mean ${quote}${near}${quote}?`;
};

function unknownCommand(command: Command): string {
  const [word = '', second] = command.args;
  const known = commandsOf(command).map((each) => each.name());
  if (second !== undefined && known.includes(second)) return `the command comes first: write ${second} ${shown(word)}`;
  return `there is no command "${shown(word)}"${guess(word, known, '"')} (there are: ${known.join(', ')})`;
}

/** The root knows the options of its commands only behind them. */
function unknownOption(command: Command): string {
  const given = command.args.find((arg) => /^-./.test(arg)) ?? '';
  const name = given.replace(/=.*$/s, '');
  const known = namesOf(command);
  if (known.includes(name)) return `${name} takes no value; write ${name} alone`;
  if (/^-[^-]/.test(given)) {
    return `there is no option "${shown(given)}"; options begin with two hyphens: ${known.join(', ')}`;
  }
  if (command.commands.some((each) => namesOf(each).includes(name))) {
    return `the command comes first, and ${name} behind it: ${commandsOf(command)
      .map((each) => each.name())
      .join(', ')}`;
  }
  const siblings = command.parent?.commands ?? [];
  if (siblings.some((each) => namesOf(each).includes(name))) {
    return `${command.name()} does not know ${name}; it has ${known.join(', ')}`;
  }
  return `there is no option "${shown(name)}"${guess(name, known)} (there are ${known.join(', ')})`;
}

function missingArgument(command: Command): string {
  const missing = command.registeredArguments[command.args.length];
  return `${command.name()} needs ${missing?.description ?? 'another word'}: ${usageOf(command)}`;
}

const excessArgument = (command: Command): string =>
  `"${shown(command.args[command.registeredArguments.length] ?? '')}" is one word too many; write ${usageOf(command)}`;

/** Commander throws it where `command` was read. */
export function sentenceOf({ code, message }: CommanderError, command: Command): string {
  switch (code) {
    case 'commander.help': {
      const known = commandsOf(command).map((each) => each.name());
      return `say what to do: ${known.join(', ')}; ${command.name()} --help says more`;
    }
    case 'commander.unknownCommand':
      return unknownCommand(command);
    case 'commander.unknownOption':
      return unknownOption(command);
    case 'commander.missingArgument':
      return missingArgument(command);
    case 'commander.excessArguments':
      return excessArgument(command);
    default:
      return message.replace(/^error: /, '');
  }
}
