import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const CLI = join(import.meta.dirname, '..', '..', 'cli', 'simulate.ts');

/** The reader of its output is gone, as with `| head`. */
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

test('a program whose reader is gone ends without a message, as any command in a pipe', async () => {
  expect(await runUnread('--help')).toEqual({ code: 141, complaint: '' });
});
