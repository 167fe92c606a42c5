import quick from './jest.config.mjs';

/** What takes long: packaging, whole passes over all scenarios, processes. CI runs it after the others. */
export default {
  ...quick,
  testMatch: ['<rootDir>/test/**/*.long.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
