/** `npm run failover`: what a person asks of a deployment, with the AWS credentials of whoever asks. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { createClients } from '../shared/aws/clients.ts';
import { systemClock } from '../shared/clock.ts';
import { loadConfiguration } from '../shared/config.ts';
import { networkProber } from '../shared/prober.ts';
import { main } from './failover/main.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
const door = {
  clients: createClients,
  clock: systemClock,
  prober: networkProber,
  configuration: (file: string | undefined) => (file === undefined ? loadConfiguration() : loadConfiguration(file)),
  endpointUrl: process.env.AWS_ENDPOINT_URL,
  user: userInfo().username,
  newId: randomUUID,
};
terminal.exitWith(await main(process.argv.slice(2), terminal, door));
