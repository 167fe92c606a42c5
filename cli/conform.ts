/** `npm run conform`: the first hour on a real account, with the person's own AWS credentials. */
import { Resolver } from 'node:dns/promises';
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createLabClients } from '../shared/aws/lab/lab-clients.ts';
import { main } from './conform/main.ts';
import { exitWith, processDoor } from './process-door.ts';
import { processTerminal } from './terminal.ts';

/** Whole or not at all: an interruption must not cost what was observed before. */
function write(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

const door = {
  ...processDoor(),
  clients: createLabClients,
  resolve: (host: string) => new Resolver({ timeout: 5_000, tries: 2 }).resolve4(host, { ttl: true }),
  read: (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined),
  list: (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : []),
  write,
};
exitWith(await main(process.argv.slice(2), processTerminal(), door));
