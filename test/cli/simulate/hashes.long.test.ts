/** `npm run simulate -- --hashes FILE`: the same code writes the same file, one line for each story. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { createPaint } from '../../../cli/paint.ts';
import { hashLines } from '../../../cli/simulate/hash-lines.ts';
import { main } from '../../../cli/simulate/main.ts';
import { aConfiguration } from '../../support/appliances.ts';

const folder = mkdtempSync(join(tmpdir(), 'hashes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const terminal = {
  ...{ write: () => {}, complain: () => {}, live: false, width: 100 },
  ...{ paint: createPaint(false), pause: async () => {}, exitWith: () => {} },
};

async function written(file: string): Promise<string> {
  const path = join(folder, file);
  expect(await main(['--hashes', path, '--seeds', '2', '--from', '8', '--scenario-seeds', '0'], terminal)).toBe(0);
  return readFileSync(path, 'utf8');
}

test('each seed has a line, twice the same', async () => {
  const one = await written('one');
  expect(one).toMatch(/^seed 8 log [0-9a-f]{16} outcome [0-9a-f]{16}\nseed 9 log [0-9a-f]{16} outcome [0-9a-f]{16}\n$/);
  expect(await written('other')).toBe(one);
});

test('a scenario has a line, and one for each state where it crashes at each', async () => {
  const configuration = aConfiguration();
  expect(await hashLines({ scenario: 'false-alarm', seed: 2 }, configuration)).toEqual([
    expect.stringMatching(/^false-alarm 2 log [0-9a-f]{16} outcome [0-9a-f]{16}$/),
  ]);
  const crashes = await hashLines({ scenario: 'crash-between-steps', seed: 1 }, configuration);
  expect(crashes).toContainEqual(expect.stringMatching(/^crash-between-steps:MoveTraffic 1 log /));
  expect(new Set(crashes.map((line) => line.slice(line.indexOf(' log ')))).size).toBe(crashes.length);
});
