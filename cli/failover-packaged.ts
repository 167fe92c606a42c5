/** The program of the released package: the commands of `npm run failover`, and each of them names itself as a person types it there. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lateClients } from './failover/late-clients.ts';
import { main } from './failover/main.ts';
import { exitWith, processDoor } from './process-door.ts';
import { processTerminal } from './terminal.ts';

const asTypedHere = (text: string): string => text.replaceAll(/npm run(?: -s)? failover --(?= |$|\n)/g, 'failover');

/** For a person who has no file yet: only the simulated account is asked about it. */
const EXAMPLE = join(import.meta.dirname, '..', 'appliances.yml');

const isSimulated = process.argv.some((word) => /^--simulated(=|$)/.test(word));
const hasFile = process.env.APPLIANCES_FILE !== undefined || existsSync('appliances.yml');

const terminal = processTerminal();
const door = processDoor();

exitWith(
  await main(
    process.argv.slice(2),
    {
      ...terminal,
      write: (text) => terminal.write(asTypedHere(text)),
      complain: (text) => terminal.complain(asTypedHere(text)),
    },
    {
      ...door,
      clients: lateClients,
      configuration: (file) => door.configuration(file ?? (isSimulated && !hasFile ? EXAMPLE : undefined)),
    },
  ),
);
