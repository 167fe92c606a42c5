/** `npm run mutate`: changes the code that decides and the code that acts, one expression at a time, and runs the quick tests. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default {
  mutate: ['shared/domain/**/*.ts', 'shared/steps/**/*.ts'],
  testRunner: 'jest-by-file',
  plugins: ['@stryker-mutator/jest-runner', './test/mutation/jest-by-file.mjs'],
  // Jest runs native modules, and Node strips the types: nothing stands between Stryker's TypeScript and the tests.
  testRunnerNodeArgs: ['--experimental-vm-modules', '--no-warnings'],
  jest: {
    configFile: 'jest.config.mjs',
    // Whole stories kill mutants as well, but `npm run simulate -- --mutants` asks what the stories see.
    config: { testMatch: ['<rootDir>/test/shared/**/*.test.ts'] },
  },
  coverageAnalysis: 'perTest',
  // What a module does while it is loaded would have to be asked of every test there is.
  ignoreStatic: true,
  concurrency: 2,
  // Loading a test file takes longer than its tests; a loop without an end is noticed by its hits, and long before.
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 85, break: 85 },
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  // Elsewhere, so that nothing that looks at the tree meets its copy.
  tempDirName: join(tmpdir(), 'failover-stryker'),
  // Without tsconfig.json nobody asks TypeScript to rewrite it, which TypeScript 7 no longer offers.
  ignorePatterns: ['tsconfig.json', '.serverless', '.esbuild', '.build', '.stryker', 'coverage'],
  reporters: ['progress', 'clear-text', 'html'],
  htmlReporter: { fileName: '.stryker/report.html' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
