/** `npm run conform`: the first hour on a real account, with the person's own AWS credentials. */
import { randomUUID } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createLabClients } from '../shared/aws/lab/lab-clients.ts';
import { systemClock } from '../shared/clock.ts';
import { loadConfiguration } from '../shared/config.ts';
import { networkProber } from '../shared/prober.ts';
import { main } from './conform/main.ts';
import { processPerson } from './person.ts';
import { processTerminal } from './terminal.ts';

/** Whole or not at all: an interruption must not cost what was observed before. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const door = {
  clients: createLabClients,
  clock: systemClock,
  prober: networkProber,
  configuration: (file: string | undefined) => (file === undefined ? loadConfiguration() : loadConfiguration(file)),
  environment: process.env,
  person: processPerson(),
  user: userInfo().username,
  newId: randomUUID,
  resolve: (host: string) => new Resolver({ timeout: 5_000, tries: 2 }).resolve4(host, { ttl: true }),
  read: (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
  list: (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  write,
};
const code = await main(process.argv.slice(2), processTerminal(), door);
process.stdout.write('', () => process.exit(code));
