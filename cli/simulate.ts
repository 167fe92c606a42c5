/** `npm run simulate`. */
import { main } from './simulate/main.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
terminal.exitWith(await main(process.argv.slice(2), terminal));
