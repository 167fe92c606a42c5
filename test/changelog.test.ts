/** The changelog keeps the form of Keep a Changelog, so that people and tools find what changed. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const lines = readFileSync('CHANGELOG.md', 'utf8').split('\n');
const KINDS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

test('what is not released yet stands first, and releases carry their date', () => {
  const [first, ...releases] = lines.filter((line) => line.startsWith('## '));
  expect(first).toBe('## [Unreleased]');
  expect(releases.filter((line) => !/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/.test(line))).toEqual([]);
});

test('every change stands under a kind that readers know', () => {
  const kinds = lines.filter((line) => line.startsWith('### ')).map((line) => line.slice(4));
  expect(kinds.filter((kind) => !KINDS.includes(kind))).toEqual([]);
  expect(lines.filter((line) => line.startsWith('- ')).length).toBeGreaterThan(0);
});
