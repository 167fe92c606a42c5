/** `npm run acceptance`: the compiled template and the packaged functions in an emulator of AWS that others wrote. */
import { endChildren } from './acceptance/children.ts';
import { main } from './acceptance/main.ts';
import { exitWith } from './process-door.ts';
import { processTerminal } from './terminal.ts';

/** 128 and the number of the signal, as a shell reports it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

process.once('exit', endChildren);
for (const [signal, code] of Object.entries(SIGNALS)) {
  process.once(signal, () => {
    process.stderr.write(`\n${signal}: stopped; moto and what ran in it are gone\n`);
    process.exit(code);
  });
}
exitWith(await main(process.argv.slice(2), processTerminal()));
