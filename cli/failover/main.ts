/** `npm run failover`: from the command line to a step, and from its answer to lines or to JSON. */
import { messageOf } from '../../shared/domain/errors.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import { plainLines } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import { carry } from './carry.ts';
import type { Command, Common } from './command.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Door } from './open.ts';
import { readOptions } from './options.ts';
import type { Answered } from './setting.ts';

/** The exit code, as `exit-codes.ts` lists them. The SDK is loaded by the first request alone, and not for the help. */
export async function main(args: string[], terminal: Terminal, door: Door): Promise<ExitCode> {
  const asked = readOptions(args, door.environment);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  const { command, common } = asked;
  const mistake = unanswerable(command, common, door);
  if (mistake !== undefined) return answer({ ask: 'wrong', because: mistake }, terminal);
  const complain = (cause: unknown): void => terminal.complain(`${plainLines(messageOf(cause))}\n`);
  try {
    const answered = await carry(command, { common, door, terminal });
    if ('thrown' in answered) complain(answered.thrown);
    else terminal.write(written(answered, common));
    return answered.code;
  } catch (cause) {
    complain(cause);
    return EXIT.failed;
  }
}

const written = ({ answer: said, lines }: Answered, { json }: Common): string =>
  json ? `${JSON.stringify(said, undefined, 2)}\n` : `${lines.join('\n')}\n`;

/** A forced move and a removal ask a question, so that there has to be a person who can answer it, or one who has answered before. */
function unanswerable(command: Command, { json }: Common, { person }: Door): string | undefined {
  const asks = command.command === 'remove' || ('force' in command && command.force);
  if (!asks || !('yes' in command) || command.yes) return undefined;
  const flags = command.command === 'remove' ? 'remove' : `${command.command} --force`;
  if (json) return `${flags} asks a question, and --json leaves no room for it: add --yes`;
  return person.present ? undefined : `${flags} asks a question, and there is no terminal to ask at: add --yes`;
}
