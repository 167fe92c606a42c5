/** Which rows of the table have not been observed: the section of docs/reference/simulator.md. */
import type { ConformanceFile } from './file.ts';
import type { Row } from './row.ts';

/** Where observations of real accounts are committed, one file for each. */
export const COMMITTED = 'docs/reference/conformance';

export const SECTION = {
  begin: '<!-- conform: begin, written by npm run conform -- --unobserved -->',
  end: '<!-- conform: end -->',
};

const isObserved = (number: number, files: readonly ConformanceFile[]): boolean =>
  files.some(({ rows }) => rows.some(({ row, end }) => row === number && end === 'complete'));

const rowLine = ({ number, title, by, for: reasons, notModelled }: Row): string =>
  `| ${number} | ${title} | ${by === 'api' ? 'the kit' : 'by hand'} | ${reasons.join(', ')} | ${notModelled ?? 'yes'} |`;

export function unobservedSection(rows: readonly Row[], files: readonly ConformanceFile[]): string {
  const left = rows.filter(({ number }) => !isObserved(number, files));
  const count = `${rows.length - left.length} of ${rows.length} rows are observed, in ${files.length} files of \`${COMMITTED}\`.`;
  const head = ['| # | Row | Who | For | Modelled |', '|---|---|---|---|---|'];
  const body = left.length === 0 ? ['Every row is observed.'] : [...head, ...left.map(rowLine)];
  return [SECTION.begin, count, '', ...body, SECTION.end].join('\n');
}
