export default {
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  // The default reserves one core for a watcher; a test run has no watcher.
  // A busy machine is no failure, and one scenario that is cut short would fail all that follow it.
  testTimeout: 60_000,
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.serverless', '<rootDir>/.esbuild'],
};
