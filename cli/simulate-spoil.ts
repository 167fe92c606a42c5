/** Loaded into a child before anything else of ours: puts the overrides of one mutant in the place of what they replace. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MUTANTS } from '../simulator/experiments/mutants/list.ts';
import type { Override } from '../simulator/experiments/mutants/override.ts';
import { MUTANT_VARIABLE } from './simulate/spoil-variable.ts';

const TREE = join(import.meta.dirname, '..');
const ORIGINAL = '?original';

const overrides = MUTANTS.find(({ name }) => name === process.env[MUTANT_VARIABLE])?.overrides ?? [];
const byUrl = Map.groupBy(overrides, ({ module }) => pathToFileURL(join(TREE, module)).href);

/** For the module that stands in the place of another. */
export function spoilt(url: string, name: string, original: Record<string, unknown>): unknown {
  const spoil = byUrl.get(url)?.find((each) => each.export === name);
  if (!spoil || !(name in original)) throw new Error(`${url} has no export ${name} to replace`);
  return spoil.with(original[name], original);
}

/** An export of its own comes before one that is handed on. */
function standIn(url: string, replaced: Override[]): string {
  const from = JSON.stringify(`${url}${ORIGINAL}`);
  return [
    `import * as original from ${from};`,
    `import { spoilt } from ${JSON.stringify(import.meta.url)};`,
    `export * from ${from};`,
    ...replaced.map(
      ({ export: name }) => `export const ${name} = spoilt(${JSON.stringify(url)}, '${name}', original);`,
    ),
  ].join('\n');
}

registerHooks({
  load(url, context, next) {
    const replaced = byUrl.get(url);
    if (!replaced) return next(url, context);
    return { format: 'module', shortCircuit: true, source: standIn(url, replaced) };
  },
});
