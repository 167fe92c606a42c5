/** What every command says to a wrong command line, or to one that asks for help. */
import type { Terminal } from '../terminal.ts';
import type { Misunderstood } from './understand.ts';

export const isMisunderstood = <Asked extends { ask: string }>(asked: Asked): asked is Extract<Asked, Misunderstood> =>
  asked.ask === 'help' || asked.ask === 'wrong';

/** The exit code: 0 for help, 2 asked wrongly. */
export function answer(asked: Misunderstood, { write, complain }: Pick<Terminal, 'write' | 'complain'>): 0 | 2 {
  if (asked.ask === 'help') write(asked.text);
  else complain(`${asked.because}\n`);
  return asked.ask === 'help' ? 0 : 2;
}
