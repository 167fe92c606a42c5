/** `npm run bench`: what is claimed about speed, measured. Each bench prints what it finds; exit 1 when a goal is missed. */
import { main } from './bench/main.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
terminal.exitWith(await main(process.argv.slice(2), terminal));
