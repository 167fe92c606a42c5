/** Tables in Markdown. */

export const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** The line of the head, and the rule below it. */
export const head = (cells: readonly string[]): string[] => [line(cells), line(cells.map(() => '---'))];
