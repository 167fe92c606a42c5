/** The end of the output: one line for each promise, what the acceptance played itself, and the count. */
import { type Cell, table, wrap } from '../layout.ts';
import type { Paint } from '../paint.ts';

export type Result = { name: string; met: boolean; brief: string; seconds: number };

/** Mark, name and seconds, with their gaps. */
const BESIDE = 28;

function rowsOf({ name, met, brief, seconds }: Result, width: number, paint: Paint): Cell[][] {
  const [first = '', ...more] = wrap(brief, width - BESIDE);
  const mark = met ? { text: '✔', paint: paint.green } : { text: '✘', paint: paint.red };
  const lines = more.map((text): Cell[] => ['', '', '', text].map((cell) => ({ text: cell })));
  return [[mark, { text: name.padEnd(12) }, { text: `${seconds} s`.padStart(5) }, { text: first }], ...lines];
}

const bullets = (sentences: string[], width: number): string[] =>
  sentences.flatMap((sentence) => wrap(sentence, width - 4).map((line, at) => `  ${at === 0 ? '- ' : '  '}${line}`));

export function summary(
  results: Result[],
  played: string[],
  { width, paint }: { width: number; paint: Paint },
): string[] {
  const met = results.filter((each) => each.met).length;
  const count = `${met} of ${results.length} promises met in moto`;
  return [
    '',
    ...table(results.flatMap((result) => rowsOf(result, width, paint))),
    '',
    ...(played.length === 0
      ? []
      : ['Played by the acceptance, because moto does not do it:', ...bullets(played, width), '']),
    met === results.length ? paint.bold(count) : paint.red(count),
  ];
}
