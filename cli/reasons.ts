/** Writes the tables of hold reasons, errors and notifications into their pages: `npm run reasons`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES, withTables } from './reasons/pages.ts';

for (const page of PAGES) {
  const file = join(import.meta.dirname, '..', page);
  writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}
