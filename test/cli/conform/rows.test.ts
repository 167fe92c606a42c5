/** The rows as data: complete, in order, and their constants are those of the simulator. */

import { existsSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ROWS } from '../../../cli/conform/rows.ts';
import { WRITE_LAG } from '../../../simulator/account/ec2/write-path.ts';
import * as durations from '../../../simulator/durations.ts';

const CONSTANTS: Record<string, unknown> = { ...durations, WRITE_LAG };

const constantAt = (path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (Object(value) as Record<string, unknown>)[key], CONSTANTS);

describe('the rows', () => {
  test('are 0 to 21', () => {
    expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, number) => number));
  });

  test('each says what it is for, and what it changes', () => {
    for (const row of ROWS) {
      expect(row.for).not.toEqual([]);
      expect(row.changes).not.toBe('');
      expect(row.minutes).toBeGreaterThan(0);
    }
  });

  test('each is compared with something, or says why not', () => {
    expect(ROWS.filter(({ checks, notModelled }) => checks.length === 0 && !notModelled)).toEqual([]);
  });

  test('each constant that a duration names is in the simulator, with this range', () => {
    const named = ROWS.flatMap(({ checks }) => checks).filter(({ constant }) => constant !== undefined);
    expect(named.length).toBeGreaterThan(5);
    for (const check of named) {
      const value = constantAt(check.constant ?? '');
      const range = check.kind === 'seconds' ? check.range : undefined;
      expect({ name: check.constant, value }).toEqual({
        name: check.constant,
        value: typeof value === 'number' ? range?.max : range,
      });
    }
  });

  test('each file to correct is there', () => {
    const named = ROWS.flatMap(({ checks }) => checks.map(({ file }) => file.replace(/,.*$/, '')));
    expect([...new Set(named)].filter((file) => !existsSync(file))).toEqual([]);
  });
});
