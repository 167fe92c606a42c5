/** `npm run mutate`: changes the code that decides and the code that acts, one expression at a time, and runs the quick tests. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default {
  mutate: ['shared/domain/**/*.ts', 'shared/steps/**/*.ts', 'simulator/checks/rules/**/*.ts'],
  testRunner: 'in-process',
  plugins: ['./test/mutation/runner.ts'],
  // Node strips the types: nothing stands between Stryker's TypeScript and the tests.
  testRunnerNodeArgs: ['--no-warnings'],
  coverageAnalysis: 'perTest',
  // What a module does while it is loaded would have to be asked of every test there is.
  ignoreStatic: true,
  concurrency: 2,
  // The runner notices for itself what never ends, and before; this is for a loop that no mutant stands in.
  timeoutMS: 60_000,
  // All tests once, with coverage, on a machine that may have other work.
  dryRunTimeoutMinutes: 30,
  // Every load of a test file stays in memory.
  maxTestRunnerReuse: 1000,
  thresholds: { high: 95, low: 85, break: 85 },
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  // Elsewhere, so that nothing that looks at the tree meets its copy.
  tempDirName: join(tmpdir(), 'failover-stryker'),
  // Without tsconfig.json Stryker does not ask TypeScript to rewrite it, which TypeScript 7 no longer offers.
  ignorePatterns: ['tsconfig.json', '.serverless', '.esbuild', '.build', '.stryker', 'coverage'],
  reporters: ['progress', 'clear-text', 'html'],
  htmlReporter: { fileName: '.stryker/report.html' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
};
