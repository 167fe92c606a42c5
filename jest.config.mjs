export default {
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  // The default leaves one core to a watcher; a test run has nobody to leave it to.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/.serverless', '<rootDir>/.esbuild'],
};
