/** `npm run failover`: from the command line to a step, and from its answer to lines or to JSON. */
import { messageOf } from '../../shared/domain/errors.ts';
import { plainLines } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import type { Command } from './command.ts';
import { carryOut } from './commands.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { SEPARATOR } from './flags.ts';
import { HELP } from './help.ts';
import { keptByNpm } from './npm.ts';
import { applianceNamed, type Door, open } from './open.ts';
import { type Common, readOptions } from './options.ts';

/** The exit code, as `exit-codes.ts` lists them. */
export async function main(args: string[], terminal: Terminal, door: Door): Promise<ExitCode> {
  const asked = readOptions(args);
  if (asked.ask === 'help') {
    terminal.write(HELP);
    return EXIT.done;
  }
  const kept = keptByNpm(args, door.environment);
  const mistake =
    kept !== undefined
      ? `npm took --${kept} for an option of its own; ${SEPARATOR}`
      : asked.ask === 'wrong'
        ? asked.because
        : unanswerable(asked.command, asked.common, door);
  if (mistake !== undefined || asked.ask === 'wrong') {
    terminal.complain(`${plainLines(mistake ?? '')}\n`);
    return EXIT.wrong;
  }
  const { command, common } = asked;
  try {
    const configuration = door.configuration(common.appliances);
    if (command.appliance !== undefined) applianceNamed(configuration, command.appliance);
    const deps = await open(common, configuration, door);
    const { answer, lines, code } = await carryOut(command, { deps, door, terminal, common });
    terminal.write(common.json ? `${JSON.stringify(answer, undefined, 2)}\n` : `${lines.join('\n')}\n`);
    return code;
  } catch (cause) {
    terminal.complain(`${plainLines(messageOf(cause))}\n`);
    return EXIT.refused;
  }
}

/** A forced move asks a question, so that there has to be a person who can answer it, or one who has answered before. */
function unanswerable(command: Command, { json }: Common, { person }: Door): string | undefined {
  if (!('force' in command) || !command.force || command.yes) return undefined;
  const flags = `${command.command} --force`;
  if (json) return `${flags} asks a question, and --json leaves no room for it: add --yes`;
  return person.present ? undefined : `${flags} asks a question, and there is no terminal to ask at: add --yes`;
}
