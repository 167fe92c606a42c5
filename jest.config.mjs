export default {
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  // The default leaves one core to a watcher; a test run has nobody to leave it to.
  // A busy machine is no failure, and one story that is cut short would fail all that follow it.
  testTimeout: 60_000,
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.serverless', '<rootDir>/.esbuild'],
};
