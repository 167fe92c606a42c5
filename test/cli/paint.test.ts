/** Colour is for a terminal that shows it, and never against the wish of a person. */
import { spawnSync } from 'node:child_process';
import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createPaint, showsColour } from '../../cli/paint.ts';

test('a painted text ends its own colour, and a plain one has none', () => {
  expect(createPaint(true).yellow('held')).toBe('\u001b[33mheld\u001b[39m');
  expect(createPaint(false).yellow('held')).toBe('held');
});

test('a stream that is no terminal gets none', () => {
  expect(showsColour(new PassThrough())).toBe(false);
});

test.each<[string, Record<string, string>, string]>([
  ['a terminal shows it', { TERM: 'xterm' }, 'true'],
  ['NO_COLOR is obeyed', { TERM: 'xterm', NO_COLOR: '1' }, 'false'],
  ['a dumb terminal gets none', { TERM: 'dumb' }, 'false'],
  ['FORCE_COLOR paints into a pipe', { FORCE_COLOR: '1' }, 'true'],
])('%s', (_what, env, shown) => {
  const terminal = env.FORCE_COLOR
    ? 'process.stdout'
    : '(new (await import("node:tty")).WriteStream((await import("node:fs")).openSync("/dev/ptmx", "r+")))';
  const script = `const { showsColour } = await import('./cli/paint.ts'); process.stdout.write(String(showsColour(${terminal})));process.exit()`;
  const args = ['--no-warnings', '--input-type=module', '-e', script];
  const { stdout } = spawnSync(process.execPath, args, { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' });
  expect(stdout).toBe(shown);
});
