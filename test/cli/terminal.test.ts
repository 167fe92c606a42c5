import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'simulate.ts');

/** Its output goes to somebody who is gone, as with `| head`. */
async function runUnread(...args: string[]): Promise<{ code: number | null; complaint: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, complaint };
}

test('whoever has nobody left to write to ends without a word, as any command in a pipe', async () => {
  expect(await runUnread('--help')).toEqual({ code: 141, complaint: '' });
});
