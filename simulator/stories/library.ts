/** The scenarios that exist: one YAML file each, named for the failure that it shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scenarioOf } from './scenario-text.ts';
import type { Scenario } from './schema.ts';

const FOLDER = join(import.meta.dirname, '..', 'scenarios');
const ENDING = '.yml';

export const scenarioNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .toSorted();

export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
}

export function readScenario(name: string): Scenario {
  const names = scenarioNames();
  if (!names.includes(name)) {
    throw new UnknownScenarioError(`there is no scenario "${name}"; there are: ${names.join(', ')}`);
  }
  const file = `${name}${ENDING}`;
  const scenario = scenarioOf(readFileSync(join(FOLDER, file), 'utf8'), file);
  if (scenario.name !== name) throw new Error(`${file}: its name is "${scenario.name}"`);
  return scenario;
}

export const allScenarios = (): Scenario[] => scenarioNames().map(readScenario);
