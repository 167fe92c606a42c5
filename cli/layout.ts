/** Text in columns: widths, padding, wrapping, and how seconds are written. */
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** As people say it: `8.4 s`, `153 s`. */
export const secondsText = (seconds: number): string => `${seconds < 100 ? seconds.toFixed(1) : Math.round(seconds)} s`;

/** The columns that a text takes in a terminal: 保守 takes four. */
export const widthOf = (text: string): number => stringWidth(text);

/** Blanks behind a text, up to a width; a wider text stays as it is. */
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** Breaks at blanks; a word longer than the line is cut, because ids must not push a table apart. */
export const wrap = (text: string, width: number): string[] =>
  wrapAnsi(text.trim().replace(/\s+/g, ' '), width, { hard: true }).split('\n');

export type Cell = { text: string; paint?: ((text: string) => string) | undefined };

const GAP = 2;
const INDENT = 2;

function columnWidths(rows: Cell[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, widthOf(text));
  }
  return widths;
}

/** What a table takes from one edge to the other. */
export const tableWidth = (rows: Cell[][]): number =>
  columnWidths(rows).reduce((sum, width) => sum + width + GAP, INDENT - GAP);

/** Columns as wide as their widest cell; colour is put on after the padding, so that it never counts. */
export function table(rows: Cell[][]): string[] {
  const widths = columnWidths(rows);
  return rows.map((row) => {
    const cells = row.map(({ text, paint = (same) => same }, column) => {
      const last = column === row.length - 1;
      return paint(text) + (last ? '' : ' '.repeat((widths[column] ?? 0) - widthOf(text) + GAP));
    });
    return `${' '.repeat(INDENT)}${cells.join('')}`.trimEnd();
  });
}
