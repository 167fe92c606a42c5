/** `npm run fuzz`: hostile events, configurations and command lines at the code that reads them. */
import { main } from './fuzz/main.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
terminal.exitWith(await main(process.argv.slice(2), terminal));
