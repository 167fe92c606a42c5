/** `npm run failover`: from the command line to a step, and from its answer to lines or to JSON. */
import { messageOf } from '../../shared/domain/errors.ts';
import type { Terminal } from '../terminal.ts';
import { carryOut } from './commands.ts';
import { HELP } from './help.ts';
import { type Door, open } from './open.ts';
import { readOptions } from './options.ts';

/** The exit code: 0 done, 1 refused, held or failed, 2 asked wrongly. */
export async function main(args: string[], terminal: Terminal, door: Door): Promise<number> {
  const asked = readOptions(args);
  if (asked.ask === 'wrong') {
    terminal.complain(`${asked.because}\n`);
    return 2;
  }
  if (asked.ask === 'help') {
    terminal.write(HELP);
    return 0;
  }
  const { command, common } = asked;
  try {
    const deps = await open(common, door);
    const { answer, lines, done } = await carryOut(command, { deps, door, terminal, json: common.json });
    terminal.write(common.json ? `${JSON.stringify(answer, undefined, 2)}\n` : `${lines.join('\n')}\n`);
    return done ? 0 : 1;
  } catch (cause) {
    terminal.complain(`${messageOf(cause)}\n`);
    return 1;
  }
}
