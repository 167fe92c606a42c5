/** `npm run failover`: what a person asks of a deployment, with the person's own AWS credentials. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { createPersonClients } from '../shared/aws/person-clients.ts';
import { systemClock } from '../shared/clock.ts';
import { loadConfiguration } from '../shared/config.ts';
import { networkProber } from '../shared/prober.ts';
import { main } from './failover/main.ts';
import { processPerson } from './person.ts';
import { processTerminal } from './terminal.ts';

const door = {
  clients: createPersonClients,
  clock: systemClock,
  prober: networkProber,
  configuration: (file: string | undefined) => (file === undefined ? loadConfiguration() : loadConfiguration(file)),
  environment: process.env,
  person: processPerson(),
  user: userInfo().username,
  newId: randomUUID,
};
const code = await main(process.argv.slice(2), processTerminal(), door);
// A run that is no longer followed leaves requests and timers behind that are not waited for.
process.stdout.write('', () => process.exit(code));
