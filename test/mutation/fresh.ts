/**
 * Loads a test file again, and nothing else. What it imports stays as it was loaded first: mutants of what a module does
 * while it is loaded are left out, so that nothing there depends on the mutant.
 */
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { pathToFileURL } from 'node:url';
import '../support/jest-setup.ts';

const AGAIN = /\?run=\d+$/;

const sources = new Map<string, string>();
const loaded = new Set<string>();
let runs = 0;

/** Once for a process, before the first test file. */
export function loadAnew(): void {
  registerHooks({
    load: (url, context, next) => {
      if (!AGAIN.test(url)) return next(url, context);
      const file = url.replace(AGAIN, '');
      const source = sources.get(file) ?? stripTypeScriptTypes(String(next(url, context).source));
      sources.set(file, source);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Everything that the file imports is loaded now, while no mutant is active. */
export async function loadOnce(file: string): Promise<void> {
  if (loaded.has(file)) return;
  await loadAgain(file);
  loaded.add(file);
}

/** The file's own statements run again, under the mutant that is active, and register its tests. */
export async function loadAgain(file: string): Promise<void> {
  runs += 1;
  await import(`${pathToFileURL(file).href}?run=${runs}`);
}
