/** `npm run acceptance`: the packaged functions in an emulator of AWS that others wrote. */
import { main } from './acceptance/main.ts';
import { exitWith } from './process-door.ts';
import { processTerminal } from './terminal.ts';

exitWith(await main(process.argv.slice(2), processTerminal()));
