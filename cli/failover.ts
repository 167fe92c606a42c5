/** `npm run failover`: what a person asks of a deployment, with the person's own AWS credentials. */
import { lateClients } from './failover/late-clients.ts';
import { main } from './failover/main.ts';
import { exitWith, processDoor } from './process-door.ts';
import { processTerminal } from './terminal.ts';

exitWith(await main(process.argv.slice(2), processTerminal(), { ...processDoor(), clients: lateClients }));
