/** A report in one of its three formats, and the format that the name of a file means. */
import type { ReportDocument } from './document.ts';
import { toHtml } from './html/page.ts';
import { toMarkdown } from './markdown.ts';

export const FORMATS = ['html', 'md', 'json'] as const;

export type Format = (typeof FORMATS)[number];

const RENDERERS: Record<Format, (report: ReportDocument) => string> = {
  html: toHtml,
  md: toMarkdown,
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
};

export const render = (report: ReportDocument, format: Format): string => RENDERERS[format](report);

/** `out.html`, `out.htm`, `out.md` and `out.json`; undefined for any other name. */
export function formatOf(file: string): Format | undefined {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? '';
  if (ending === 'htm') return 'html';
  return FORMATS.find((format) => format === ending);
}
