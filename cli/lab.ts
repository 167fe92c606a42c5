/** `npm run lab`: live sessions through a firewall that dies, in network namespaces of this machine. */
import { main } from './lab/main.ts';
import { thisMachine } from './lab/missing.ts';
import { endProcess, remove } from './lab/network/remove.ts';
import { hasBuilt } from './lab/once.ts';
import { runCommand } from './lab/run-command.ts';
import { exitWith } from './process-door.ts';
import { processTerminal } from './terminal.ts';

/** 128 and the number of the signal, as a shell reports it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

for (const [signal, code] of Object.entries(SIGNALS)) {
  process.once(signal, () => {
    // What another run has made is not ours to remove.
    const removed = hasBuilt() ? remove(runCommand, endProcess) : Promise.resolve([]);
    void removed
      .catch(() => undefined)
      .finally(() => {
        process.stderr.write(`\n${signal}: stopped; the namespaces of the lab are removed\n`);
        process.exit(code);
      });
  });
}
exitWith(await main(process.argv.slice(2), processTerminal(), { machine: thisMachine(), execute: runCommand }));
