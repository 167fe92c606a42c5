/** What is exported is imported: by another file, by a test, or by name from a mutant. */
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';
import { sourceFiles } from './support/source-files.ts';

const sources = sourceFiles();
const readers = [...sources, ...sourceFiles(['test'])];

/** Bound by esbuild in place of a package, and imported by source that is made at run time. */
const BOUND_ELSEWHERE = ['infra/lambda-credentials.ts#defaultProvider', 'cli/simulate-spoil.ts#spoilt'];

const NAMED = /(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?)\s*from\s+'(\.[^']+)'/g;
const WHOLE = /import\(\s*'(\.[^']+)'\s*\)|typeof import\('(\.[^']+)'\)/g;

function importedBy({ path, text }: { path: string; text: string }): string[] {
  const at = (name: string): string => normalize(join(dirname(path), name));
  const named = [...text.matchAll(NAMED)].flatMap(([, names = '', from = '']) =>
    names
      .replace(/[{}]/g, '')
      .split(',')
      .map(
        (name) =>
          `${at(from)}#${name
            .trim()
            .replace(/^type /, '')
            .replace(/ as .*$/, '')}`,
      ),
  );
  return [...named, ...[...text.matchAll(WHOLE)].map(([, value, type]) => `${at(value ?? type ?? '')}#*`)];
}

const EXPORT = /^export (?:async )?(?:const|function|class|type|interface) (\w+)/gm;

test('nothing is exported that no other file and no test imports', () => {
  const imported = new Set(readers.flatMap(importedBy));
  const mutants = sources.filter(({ path }) => path.includes('/mutants/')).map(({ text }) => text);
  const overridden = (path: string, name: string): boolean =>
    mutants.some((text) => text.includes(`'${path}'`) && text.includes(`'${name}'`));
  const dead = sources
    .filter(({ path }) => !path.startsWith('functions/') && !path.endsWith('.cjs'))
    .flatMap(({ path, text }) => [...text.matchAll(EXPORT)].map(([, name = '']) => ({ path, name })))
    .filter(({ path, name }) => !imported.has(`${path}#${name}`) && !imported.has(`${path}#*`))
    .filter(({ path, name }) => !overridden(path, name))
    .map(({ path, name }) => `${path}#${name}`);
  expect(dead.filter((each) => !BOUND_ELSEWHERE.includes(each))).toEqual([]);
});
