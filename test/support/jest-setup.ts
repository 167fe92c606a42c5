/** Once for each process that runs tests, before its first test file: `@jest/globals` is refused by its own package outside Jest. */
import { registerHooks } from 'node:module';

const GLOBALS = new URL('./jest-globals.ts', import.meta.url).href;

registerHooks({
  resolve: (name, context, next) =>
    name === '@jest/globals' ? { url: GLOBALS, shortCircuit: true } : next(name, context),
});
