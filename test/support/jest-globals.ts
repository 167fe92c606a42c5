/**
 * What a test file gets when it asks for '@jest/globals' in a process that stays: Jest's own parts. Each test and hook has a
 * bound, so that one that waits for ever fails by its name; it is wide, because a busy machine is no failure.
 */
import { jestExpect } from '@jest/expect';
import * as circus from 'jest-circus';
import { ModuleMocker } from 'jest-mock';

const LIMIT_MS = 300_000;
/** Taken before a story puts its own clock in their place. */
const { setTimeout, clearTimeout } = globalThis;

type Fn = (...values: never[]) => unknown;
type Add = (name: string, fn: Fn, limitMs?: number) => unknown;
type Table = readonly unknown[];

function bounded(fn: Fn, limitMs = LIMIT_MS): (...values: never[]) => Promise<unknown> {
  return async (...values) => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new Error(`not over after ${limitMs / 1000} s`)), limitMs);
    try {
      return await Promise.race([fn(...values), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}

const each =
  (...table: Table): Add =>
  (name, fn, limitMs) =>
    (circus.test.each as unknown as (...table: Table) => Add)(...table)(name, bounded(fn, limitMs));

export const test = Object.assign(((name, fn, limitMs) => circus.test(name, bounded(fn, limitMs))) satisfies Add, {
  ...circus.test,
  each,
});
export const it = test;
export const { describe } = circus;

const hook =
  (add: (fn: () => Promise<unknown>) => void) =>
  (fn: Fn, limitMs?: number): void =>
    add(bounded(fn, limitMs));
export const beforeAll = hook(circus.beforeAll);
export const beforeEach = hook(circus.beforeEach);
export const afterAll = hook(circus.afterAll);
export const afterEach = hook(circus.afterEach);
export const expect = jestExpect;

const mocker = new ModuleMocker(globalThis);

/** No module and no time can be mocked here: a test that asks for it fails with its TypeError. */
export const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
};
