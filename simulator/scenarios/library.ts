/** The scenarios that exist: one JSON file each, named for the failure it tells. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseScenario, type Scenario } from './schema.ts';

const FOLDER = import.meta.dirname;

export const scenarioNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .toSorted();

export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
}

export function readScenario(name: string): Scenario {
  const names = scenarioNames();
  if (!names.includes(name)) {
    throw new UnknownScenarioError(`there is no scenario "${name}"; there are: ${names.join(', ')}`);
  }
  const file = `${name}.json`;
  const scenario = parseScenario(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')), file);
  if (scenario.name !== name) throw new Error(`${file}: its name is "${scenario.name}"`);
  return scenario;
}

export const allScenarios = (): Scenario[] => scenarioNames().map(readScenario);
