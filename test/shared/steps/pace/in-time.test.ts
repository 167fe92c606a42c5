/** What is worth knowing is waited for, and for no longer than it may take. */
import { expect, test } from '@jest/globals';
import type { Clock } from '../../../../shared/clock.ts';
import { inTime } from '../../../../shared/steps/pace/in-time.ts';

const asked: number[] = [];

/** Its sleeps are over at once, or never. */
const clock = (over: boolean): Clock => ({
  now: () => new Date(0),
  sleep: (milliseconds) => {
    asked.push(milliseconds);
    return over ? Promise.resolve() : new Promise(() => undefined);
  },
});

const never = new Promise<string>(() => undefined);

test('what comes in time is the answer', async () =>
  expect(await inTime(clock(false), 5, Promise.resolve('there'))).toBe('there'));

test('what takes longer than its seconds is unknown', async () => {
  expect(await inTime(clock(true), 5, never)).toBeUndefined();
  expect(asked.at(-1)).toBe(5_000);
});

test('what fails in time fails', async () =>
  expect(inTime(clock(false), 5, Promise.reject(new Error('denied')))).rejects.toThrow('denied'));
