/** What every command says to a wrong command line, or to one that asks for help. */
import type { Terminal } from './terminal.ts';

type Answered = { ask: 'help' } | { ask: 'wrong'; because: string };

export const isAnswered = <Asked extends { ask: string }>(asked: Asked): asked is Extract<Asked, Answered> =>
  asked.ask === 'help' || asked.ask === 'wrong';

/** The exit code: 0 for help, 2 asked wrongly. */
export function answer(asked: Answered, help: string, { write, complain }: Terminal): number {
  if (asked.ask === 'help') write(help);
  else complain(`${asked.because}\n`);
  return asked.ask === 'help' ? 0 : 2;
}
