export default {
  // Test files run one after another in a few processes that stay; what they import is loaded once for each (decision 0050).
  runner: 'jest-light-runner',
  setupFiles: ['<rootDir>/test/support/jest-setup.ts'],
  transform: {},
  extensionsToTreatAsEsm: ['.ts'],
  // The default leaves one core to a watcher, and a test run has none.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // What takes long has its own run: npm run test:long.
  testPathIgnorePatterns: ['/node_modules/', String.raw`\.long\.test\.ts$`],
  modulePathIgnorePatterns: ['<rootDir>/.serverless', '<rootDir>/.esbuild'],
};
