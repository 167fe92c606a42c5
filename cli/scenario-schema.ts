/** Writes docs/reference/scenarios.md and scenario.schema.json, for people and for editors: `npm run scenario-schema`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scenarioJsonSchemaText } from '../simulator/stories/json-schema.ts';
import { scenariosPage } from '../simulator/stories/page.ts';

const inReference = (name: string): string => fileURLToPath(new URL(`../docs/reference/${name}`, import.meta.url));

writeFileSync(inReference('scenarios.md'), scenariosPage());
writeFileSync(inReference('scenario.schema.json'), scenarioJsonSchemaText());
