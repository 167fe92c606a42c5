/** `npm start`. */
import { main } from './tell.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
terminal.exitWith(await main(process.argv.slice(2), terminal));
