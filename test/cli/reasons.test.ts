/** The pages that list reasons, errors and notifications are what the closed sets of the code say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PAGES, withTables } from '../../cli/reasons/pages.ts';

describe('the pages with generated tables', () => {
  test.each(PAGES)('%s is what the code says: npm run reasons', (path) => {
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('<!-- reasons ');
    expect(withTables(page)).toBe(page);
  });

  test('a table that does not exist is named', () => {
    expect(() => withTables('<!-- reasons smoke -->\n<!-- /reasons -->')).toThrow(/no table "smoke"; there are: hold-/);
  });
});

test('every reason says whom it holds, and a person has a reason of their own', () => {
  const [, table = ''] = /<!-- reasons hold-reasons -->\n([\s\S]*?)<!--/.exec(readFileSync(PAGES[0], 'utf8')) ?? [];
  const holds = [...table.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \| .{10,} \| .{4,} \|$/gm)].map(([, , who]) => who);
  expect(holds.length).toBe(table.trim().split('\n').length - 2);
  expect(new Set(holds)).toEqual(
    new Set(['everyone', 'automatic', 'by hand, until forced', 'automatic; a switchover by hand, until forced']),
  );
});
