/** The scenarios that exist: one YAML file each, named for the failure that it shows. */
import { closest } from '../../shared/config/closest.ts';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { scenarioNames, scenarioText } from './scenario-source.ts';
import { scenarioOf } from './scenario-text.ts';
import type { Scenario } from './schema.ts';

export { scenarioNames } from './scenario-source.ts';

export class UnknownScenarioError extends Error {
  override readonly name = 'UnknownScenarioError';
}

const GUESSES_MAX = 3;

/** Those that differ by a slip, and those that have a word of it. */
function namesLike(name: string, names: string[]): string[] {
  const near = closest(name, names);
  const words = name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  const scored = names
    .map((each) => ({ each, shared: words.filter((word) => each.includes(word)).length }))
    .filter(({ shared }) => shared > 0)
    .toSorted((one, other) => other.shared - one.shared || one.each.length - other.each.length)
    .map(({ each }) => each);
  return [...new Set([...(near === undefined ? [] : [near]), ...scored])].slice(0, GUESSES_MAX);
}

export function readScenario(name: string): Scenario {
  const names = scenarioNames();
  if (!names.includes(name)) {
    const near = namesLike(name, names).map((each) => `"${each}"`);
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'npm start -- --list shows them all';
    throw new UnknownScenarioError(`there is no scenario "${oneLine(name, 60)}"; ${hint}`);
  }
  const file = `${name}.yml`;
  const scenario = scenarioOf(scenarioText(name), file);
  if (scenario.name !== name) throw new Error(`${file}: its name is "${scenario.name}"`);
  return scenario;
}

export const allScenarios = (): Scenario[] => scenarioNames().map(readScenario);
