/**
 * Stryker's own Jest runner loads every test file that is related to a changed file, and nearly all of ours are: each
 * would import the SDK to run nothing. This one loads the files whose tests have reached the mutant, the nearest first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { strykerPlugins as jestPlugins } from '@stryker-mutator/jest-runner';

/** In the sandbox, where every process of a run finds what the first of them has seen. */
const SEEN = '.stryker-tests.json';

function remember(tests) {
  const files = {};
  for (const { id, fileName } of tests) files[id] = [...new Set([...(files[id] ?? []), fileName])];
  writeFileSync(SEEN, JSON.stringify(files));
}

/** `shared/domain/decide.ts` is first a matter of `test/shared/domain/`. */
function nearAndFar(files, mutated) {
  const [, room = ''] = /^(shared\/[^/]+)/.exec(relative(process.cwd(), mutated)) ?? [];
  const isNear = (file) => relative(process.cwd(), file).startsWith(join('test', room));
  return [files.filter(isNear), files.filter((file) => !isNear(file))].filter((some) => some.length > 0);
}

/** Where `--testFiles` is given, Stryker hands over those files for what a module does when it is loaded, and no tests. */
function reachingFiles({ testFilter }) {
  const seen = JSON.parse(readFileSync(SEEN, 'utf8'));
  const atLoad = !testFilter?.every((id) => id in seen);
  const ids = atLoad ? Object.keys(seen) : testFilter;
  return { atLoad, files: [...new Set(ids.flatMap((id) => seen[id] ?? []))] };
}

function byFile(injector) {
  const runner = injector.injectFunction(jestPlugins[0].factory);
  const adapter = runner.jestTestAdapter;
  const runJest = adapter.run.bind(adapter);
  let chosen;
  adapter.run = (settings) => runJest(chosen ? { ...settings, testFiles: chosen } : settings);
  return {
    capabilities: () => runner.capabilities(),
    init: () => runner.init(),
    async dryRun(options) {
      const answer = await runner.dryRun(options);
      if (answer.status === 'complete') remember(answer.tests);
      return answer;
    },
    async mutantRun(options) {
      const { atLoad, files } = reachingFiles(options);
      const asked = atLoad ? { ...options, testFilter: undefined } : options;
      let answer;
      for (const some of nearAndFar(files, options.sandboxFileName)) {
        chosen = some;
        answer = await runner.mutantRun(asked);
        if (answer.status !== 'survived') break;
      }
      chosen = undefined;
      return answer ?? { status: 'survived', nrOfTests: 0 };
    },
  };
}
byFile.inject = ['$injector'];

export const strykerPlugins = [{ kind: 'TestRunner', name: 'jest-by-file', factory: byFile }];
