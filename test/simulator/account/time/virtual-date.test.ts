/** `Date` in a scenario: the scenario's time for every reader, and dates like any other otherwise. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { installDate } from '../../../../simulator/account/time/virtual-date.ts';

const BEFORE = new Date('2020-02-02T02:02:02.000Z');
let nowMs = Date.parse('2026-11-21T03:00:00.000Z');
let restore: () => void;

beforeEach(() => {
  restore = installDate(() => nowMs);
});
afterEach(() => restore());

test('shows the time of the story, and follows it', () => {
  expect([new Date().toISOString(), Date.now()]).toEqual(['2026-11-21T03:00:00.000Z', nowMs]);
  nowMs += 1_500;
  expect(new Date().toISOString()).toBe('2026-11-21T03:00:01.500Z');
});

test('makes dates of everything that a date is made of', () => {
  const made = [new Date(0), new Date('1970-01-01T00:00:00.000Z'), new Date(new Date(0))];
  expect(made.map((date) => date.toISOString())).toEqual(Array(3).fill('1970-01-01T00:00:00.000Z'));
  expect(new Date(2026, 0, 2).getDate()).toBe(2);
  expect([Date.parse('1970-01-01T00:00:01Z'), Date.UTC(1970, 0, 1, 0, 0, 2)]).toEqual([1_000, 2_000]);
});

test('knows its own dates and those from before as dates', () => {
  expect([new Date() instanceof Date, BEFORE instanceof Date, Object(1) instanceof Date]).toEqual([true, true, false]);
});

test('is put back', () => {
  restore();
  expect(Math.abs(Date.now() - nowMs)).toBeGreaterThan(1_000);
});
