/** Every process that the acceptance starts, so that none is left behind however it ends. */
import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();

export function adopt<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export function endChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}
