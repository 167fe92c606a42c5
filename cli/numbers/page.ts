/** Writes what a bench has found into docs/reference/numbers.md, between its own two marks, and the picture beside it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const PAGE = join(DOCS, 'reference', 'numbers.md');
const PICTURE = join(DOCS, 'outage.svg');

type SectionName = 'outage' | 'tiers' | 'profiles' | 'silence' | 'growth';

/** @throws Error when the page has no such marks: a bench never writes over what a person wrote. */
export function withSection(page: string, name: SectionName, lines: string[]): string {
  const [opening, closing] = [`<!-- ${name}: written by the bench -->`, `<!-- end of ${name} -->`];
  const from = page.indexOf(opening);
  const to = page.indexOf(closing);
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}: "${opening}" and "${closing}"`);
  return [page.slice(0, from + opening.length), '', ...lines, '', page.slice(to)].join('\n');
}

export function writeNumbers(name: SectionName, lines: string[]): void {
  writeFileSync(PAGE, withSection(readFileSync(PAGE, 'utf8'), name, lines));
}

export const writePicture = (svg: string): void => writeFileSync(PICTURE, svg);
