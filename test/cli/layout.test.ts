/** Columns and line breaks by what a terminal shows: a Japanese character takes two columns, an accent none. */
import { describe, expect, test } from '@jest/globals';
import { pad, table, tableWidth, widthOf, wrap } from '../../cli/layout.ts';
import { createPaint } from '../../cli/paint.ts';

describe('a table', () => {
  const rows = [
    [{ text: '東京本社ルータ' }, { text: '稼働中' }, { text: 'end' }],
    [{ text: 'sophos' }, { text: 'running' }, { text: 'end' }],
  ];

  test('keeps its columns below each other when a cell is Japanese', () => {
    const lines = table(rows);
    expect(lines).toEqual(['  東京本社ルータ  稼働中   end', '  sophos          running  end']);
    expect(lines.map(widthOf)).toEqual([tableWidth(rows), tableWidth(rows)]);
  });

  test('keeps them when a cell is coloured', () => {
    const [line = ''] = table([[{ text: '保守', paint: createPaint(true).red }, { text: 'x' }]]);
    expect(line).toBe('  \u001b[31m保守\u001b[39m  x');
    expect(widthOf(line)).toBe(9);
  });
});

describe('a sentence is wrapped', () => {
  test('at blanks, and every blank counts once', () => {
    expect(wrap('  the address   moves\nto the replacement ', 11)).toEqual([
      'the address',
      'moves to',
      'the',
      'replacement',
    ]);
  });

  test('inside a word that is longer than the line, so that an id keeps a table together', () => {
    expect(wrap('eipalloc-0123456789', 8)).toEqual(['eipalloc', '-0123456', '789']);
  });

  test('by columns and not by characters when it is Japanese', () => {
    const lines = wrap('保守作業のため切り替えます。完了は午前六時の予定です。', 20);
    expect(lines.join('')).toBe('保守作業のため切り替えます。完了は午前六時の予定です。');
    expect(lines.map(widthOf)).toEqual([20, 20, 14]);
  });

  test('into one empty line when there is nothing to say', () => {
    expect(wrap('', 10)).toEqual(['']);
  });
});

test('a name is padded to a width that Japanese takes too', () => {
  expect(pad('保守', 6)).toBe('保守  ');
  expect(pad('保守作業', 6)).toBe('保守作業');
});
