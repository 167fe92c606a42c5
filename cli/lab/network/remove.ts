/** Removes the namespaces of the lab with all that still runs in them. */
import type { Run } from '../run-command.ts';
import { presentIn } from './build.ts';

export const present = async (run: Run): Promise<string[]> => presentIn(await run({ argv: ['ip', 'netns', 'list'] }));

/** @returns the namespaces that were there. */
export async function remove(run: Run, end: (pid: number) => void): Promise<string[]> {
  const there = await present(run);
  for (const name of there) {
    const pids = await run({ argv: ['ip', 'netns', 'pids', name] });
    for (const pid of pids.split(/\s+/).filter((each) => /^\d+$/.test(each))) end(Number(pid));
    await run({ argv: ['ip', 'netns', 'delete', name] });
  }
  return there;
}

/** One that has ended meanwhile is gone all the same. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was already gone.
  }
}
