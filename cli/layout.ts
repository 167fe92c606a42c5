/** Text in columns: widths, padding, wrapping, and how seconds are written. */

/** As people say it: `8.4 s`, `153 s`. */
export const secondsText = (seconds: number): string => `${seconds < 100 ? seconds.toFixed(1) : Math.round(seconds)} s`;

/** Breaks at blanks; a word longer than the line is cut, because ids must not push a table apart. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line ? `${line} ${word}` : word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

export type Cell = { text: string; paint?: ((text: string) => string) | undefined };

const GAP = 2;
const INDENT = 2;

function columnWidths(rows: Cell[][]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, { text }] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, text.length);
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
      return paint(text) + (last ? '' : ' '.repeat((widths[column] ?? 0) - text.length + GAP));
    });
    return `${' '.repeat(INDENT)}${cells.join('')}`.trimEnd();
  });
}
