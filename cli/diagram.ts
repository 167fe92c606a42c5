/** `npm run diagram`: draws the state machines into ARCHITECTURE.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withDiagrams } from '../shared/machines/diagram.ts';
import { loadMachines } from '../shared/machines/load-machine.ts';

const PAGE = 'ARCHITECTURE.md';

const machines = loadMachines();
writeFileSync(PAGE, withDiagrams(readFileSync(PAGE, 'utf8'), machines));
process.stdout.write(`${PAGE}: drawn ${Object.keys(machines).join(' and ')}\n`);
