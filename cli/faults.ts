/** Writes docs/reference/faults.md from the fault catalogue: `npm run faults`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultsPage } from '../simulator/stories/catalogue/page.ts';

writeFileSync(fileURLToPath(new URL('../docs/reference/faults.md', import.meta.url)), faultsPage());
