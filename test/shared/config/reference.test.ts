/** The reference page and the schema speak of the same keys. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { knownKeys } from '../../../shared/config/schema.ts';

const page = readFileSync('docs/reference/configuration.md', 'utf8');

test.each([
  ['the file', []],
  ['an appliance', ['appliances', 0]],
  ['probe', ['appliances', 0, 'probe']],
  ['rotation', ['appliances', 0, 'rotation']],
  ['standby', ['appliances', 0, 'standby']],
  ['keep', ['appliances', 0, 'rotation', 'keep']],
])('every key of %s has a row in the reference', (_what, path) => {
  const missing = knownKeys(path).filter((key) => !page.includes(`| \`${key}\` |`));
  expect(missing).toEqual([]);
});
