/** `npm run failover`: what a person asks of a deployment, with the person's own AWS credentials. */
import { main } from './failover/main.ts';
import type { Door } from './failover/open.ts';
import { exitWith, processDoor } from './process-door.ts';
import { processTerminal } from './terminal.ts';

/** The SDK takes a second to load, which the help and a mistake need not wait for. */
const clients: Door['clients'] = async (asked) => {
  const { createPersonClients } = await import('../shared/aws/person-clients.ts');
  return createPersonClients(asked);
};

exitWith(await main(process.argv.slice(2), processTerminal(), { ...processDoor(), clients }));
