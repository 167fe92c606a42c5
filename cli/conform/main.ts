/** `npm run conform`: from the command line to observations, or to a comparison. */
import { messageOf } from '../../shared/domain/errors.ts';
import { answer, isMisunderstood } from '../command-line/answer.ts';
import { plainLines } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import { committedFiles } from './committed.ts';
import type { Result } from './conduct.ts';
import type { Door } from './door.ts';
import { listLines } from './list.ts';
import { type Observed, observe } from './observe.ts';
import { type Asked, type Options, readOptions } from './options.ts';
import { fileNamed, replayFile, replayLines } from './replay.ts';
import { ROWS } from './rows.ts';
import { unobservedSection } from './unobserved.ts';
import { observedLines } from './words.ts';

const EXIT = { done: 0, different: 1 } as const;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

export async function main(args: string[], terminal: Terminal, door: Door): Promise<number> {
  const asked = readOptions(args, door.environment);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  try {
    return await carryOut(asked, terminal, door);
  } catch (cause) {
    terminal.complain(`${plainLines(messageOf(cause))}\n`);
    return EXIT.different;
  }
}

async function carryOut(asked: Asked, terminal: Terminal, door: Door): Promise<number> {
  const lines = (text: string[]): void => terminal.write(`${text.join('\n')}\n`);
  switch (asked.ask) {
    case 'list':
      if (asked.json) terminal.write(json(ROWS.map(({ run: _, later: __, checks: ___, ...row }) => row)));
      else lines(listLines(ROWS, terminal));
      return EXIT.done;
    case 'unobserved':
      lines([unobservedSection(ROWS, committedFiles(door))]);
      return EXIT.done;
    case 'replay': {
      const compared = await replayFile(fileNamed(asked.file, door), main);
      if (asked.json) terminal.write(json(compared));
      else lines(replayLines(compared, terminal));
      return compared.some(({ verdict }) => verdict === 'differs') ? EXIT.different : EXIT.done;
    }
    case 'observe':
      return observeAndSay(asked.options, terminal, door);
  }
}

async function observeAndSay(options: Options, terminal: Terminal, door: Door): Promise<number> {
  if (options.rows === undefined && !options.json) {
    terminal.write(`${listLines(ROWS, terminal).join('\n')}\n\n`);
  }
  const observed = await observe(options, terminal, door);
  if (options.json)
    terminal.write(json({ ...observed.file, results: observed.results.map(resultOf), strays: observed.strays }));
  else terminal.write(`${observedLines(observed, options).join('\n')}\n`);
  return isComplete(observed) ? EXIT.done : EXIT.different;
}

const resultOf = (result: Result) => ({
  ...{ row: result.row.number, outcome: result.outcome },
  why: result.outcome === 'skipped' ? result.why : result.observation.why,
  left: result.outcome === 'skipped' ? [] : result.left,
});

const isComplete = ({ results, interrupted, later, strays }: Observed): boolean =>
  !interrupted &&
  Array.isArray(strays) &&
  strays.length === 0 &&
  later.length === 0 &&
  results.every((each) => each.outcome === 'observed' && each.left.length === 0);
