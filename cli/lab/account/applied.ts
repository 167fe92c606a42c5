/** Carries what the account accepts into the namespaces, in its order, and notes when. */
import { commandsFor, type LabTraffic } from '../network/traffic.ts';
import { type Run, runAll } from '../run-command.ts';
import { monotonicMs } from '../traffic/streams.ts';

export type Applied = {
  apply(traffic: LabTraffic): void;
  /** Resolves when everything that was accepted so far is there. @throws Error of the command that did not work. */
  settled(): Promise<void>;
  /** When the last change was there. */
  lastAt(): number;
};

/** Changes that come while others are carried in are carried in together: only the newest state counts. */
export function applying(run: Run): Applied {
  let there: LabTraffic | undefined;
  let wanted: LabTraffic | undefined;
  let work: Promise<void> = Promise.resolve();
  let lastAt = monotonicMs();
  const bring = async (): Promise<void> => {
    if (wanted === undefined) return;
    const commands = commandsFor(there, wanted);
    there = wanted;
    if (commands.length === 0) return;
    await runAll(run, commands);
    lastAt = monotonicMs();
  };
  return {
    apply: (traffic) => {
      wanted = traffic;
      work = work.then(bring);
      // The caller that waits for it is given the error.
      work.catch(() => undefined);
    },
    settled: () => work,
    lastAt: () => lastAt,
  };
}
