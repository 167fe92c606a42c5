/** The framework that packages and deploys, as a program of its own. What it says goes to the standard error. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RefusedError } from '../shared/domain/errors.ts';

const ROOT = join(import.meta.dirname, '..');
const PROGRAM = join(ROOT, 'node_modules', '.bin', 'serverless');

/** @throws RefusedError where it is not installed. */
export function runFramework(words: string[]): Promise<number> {
  if (!existsSync(PROGRAM)) {
    throw new RefusedError('the framework that deploys is not installed here; run npm ci in a checkout, and try again');
  }
  // Our own standard error, so that the answer of the command is alone on the standard output.
  const child = spawn(PROGRAM, words, { cwd: ROOT, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
