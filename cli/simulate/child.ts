/** The child processes in which scenarios run: virtual time belongs to a process, so that each has its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Order } from './protocol.ts';
import { MUTANT_VARIABLE } from './spoil-variable.ts';

const TREE = join(import.meta.dirname, '..', '..');

/**
 * A story leaves nothing behind. With room for all of it among the young, and one cleaning of those after each story,
 * hardly anything of it is ever copied; two children stay below the limit together. There is a child for every core, so
 * that threads which would help to clean up only take turns from the others.
 */
const HEAP = [
  ...['--expose-gc', '--single-threaded-gc'],
  ...['--max-old-space-size=256', '--min-semi-space-size=16', '--max-semi-space-size=16'],
];

/** Where Node keeps what it has compiled: a child that finds it begins in half the time, with 40 MB less. */
const COMPILED = join(TREE, 'node_modules', '.cache', 'failover-compiled');

/**
 * One arena for all threads of a child: with one for each, what the compiler's threads have freed stays with them, 15 MB
 * in every child. https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
 */
const ONE_ARENA = { MALLOC_ARENA_MAX: '1' };

export const openChild = (): ChildProcess => openIn(TREE);

/** In another copy of the tree, which then reads its own files, and with the overrides of a mutant, by its name. */
export const openIn = (tree: string, mutant?: string): ChildProcess =>
  fork(join(tree, 'cli', 'simulate-worker.ts'), {
    execArgv: [...HEAP, ...(mutant === undefined ? [] : ['--import', join(tree, 'cli', 'simulate-spoil.ts')])],
    env: { NODE_COMPILE_CACHE: COMPILED, ...ONE_ARENA, ...process.env, [MUTANT_VARIABLE]: mutant },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

/** Children that began together would each compile everything; one before them does it for all, once in a clone. */
export async function compileOnce(): Promise<void> {
  if (existsSync(COMPILED)) return;
  const child = openChild();
  const ended = once(child, 'exit');
  dismiss(child);
  await ended;
}

/** It ends without being killed, and so keeps what it has compiled; one that is gone already is not asked. */
export function dismiss(child: ChildProcess | undefined): void {
  if (child?.connected) child.disconnect();
}

/** @throws Error when the child ends before it has answered: a seed that kills its process is a finding as well. */
export function ask(child: ChildProcess, order: Order): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void =>
      reject(new Error(`a child process ended (${code}) during ${JSON.stringify(order)}`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      if (answer.did === 'nothing') reject(new Error(answer.because));
      else resolve(answer);
    });
    child.send(order);
  });
}
