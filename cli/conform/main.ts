/** `npm run conform`: from the command line to observations, or to a comparison. */
import { messageOf } from '../../shared/domain/errors.ts';
import { plainLines } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import { committedFiles } from './committed.ts';
import type { Result } from './conduct.ts';
import type { Door } from './door.ts';
import { HELP } from './help.ts';
import { listLines } from './list.ts';
import { type Observed, observe } from './observe.ts';
import { type Asked, type Options, readOptions, TEXT } from './options.ts';
import { fileNamed, replayFile, replayLines } from './replay.ts';
import { ROWS } from './rows.ts';
import { unobservedSection } from './unobserved.ts';
import { observedLines } from './words.ts';

export const EXIT = { done: 0, different: 1, wrong: 2 } as const;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** npm takes options for its own when `--` is missing. */
function keptByNpm(args: string[], environment: NodeJS.ProcessEnv): string | undefined {
  const isGiven = (flag: string): boolean => args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`));
  return TEXT.find((flag) => environment[`npm_config_${flag}`] && !isGiven(flag));
}

export async function main(args: string[], terminal: Terminal, door: Door): Promise<number> {
  const asked = readOptions(args);
  const kept = keptByNpm(args, door.environment);
  const mistake =
    kept !== undefined
      ? `npm took --${kept} for an option of its own; options come after --, as in npm run conform -- --list`
      : asked.ask === 'wrong'
        ? asked.because
        : undefined;
  if (mistake !== undefined) {
    terminal.complain(`${plainLines(mistake)}\n`);
    return EXIT.wrong;
  }
  try {
    return await answer(asked, terminal, door);
  } catch (cause) {
    terminal.complain(`${plainLines(messageOf(cause))}\n`);
    return EXIT.different;
  }
}

async function answer(asked: Asked, terminal: Terminal, door: Door): Promise<number> {
  const lines = (text: string[]): void => terminal.write(`${text.join('\n')}\n`);
  switch (asked.ask) {
    case 'help':
      terminal.write(HELP);
      return EXIT.done;
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
    case 'wrong':
      return EXIT.wrong;
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
