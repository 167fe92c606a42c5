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

export function applying(run: Run): Applied {
  let before: LabTraffic | undefined;
  let work: Promise<void> = Promise.resolve();
  let lastAt = monotonicMs();
  return {
    apply: (traffic) => {
      const commands = commandsFor(before, traffic);
      before = traffic;
      if (commands.length === 0) return;
      work = work.then(async () => {
        await runAll(run, commands);
        lastAt = monotonicMs();
      });
      // Whoever waits for it is told; until then it is no unhandled one.
      work.catch(() => undefined);
    },
    settled: () => work,
    lastAt: () => lastAt,
  };
}
