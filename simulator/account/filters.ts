/** EC2's filters: names are ANDed, values are ORed, `*` and `?` are wildcards, and case matters. */
import type { Filter } from '@aws-sdk/client-ec2';
import { NotSimulatedError, refusal } from './aws-error.ts';

export type Tags = Record<string, string>;

type Values = string | readonly string[] | undefined;

/** What each filter of an action looks at. A filter that is not named here is refused loudly. */
export type Filterable<Resource> = Record<string, (resource: Resource) => Values>;

const patterns = new Map<string, RegExp>();

function patternOf(value: string): RegExp {
  const known = patterns.get(value);
  if (known) return known;
  const source = value.replace(/\\([*?\\])|[.*+?^${}()|[\]\\]/g, (match, escaped?: string) => {
    if (escaped) return `\\${escaped}`;
    if (match === '*') return '.*';
    return match === '?' ? '.' : `\\${match}`;
  });
  const pattern = new RegExp(`^${source}$`, 's');
  patterns.set(value, pattern);
  return pattern;
}

function matchesOne(pattern: string, { actual }: { actual: string }): boolean {
  return /[*?\\]/.test(pattern) ? patternOf(pattern).test(actual) : pattern === actual;
}

const listed = (values: Values): readonly string[] =>
  values === undefined ? [] : typeof values === 'string' ? [values] : values;

function readerOf<Resource extends { tags: Tags }>(
  name: string,
  known: Filterable<Resource>,
): (resource: Resource) => Values {
  if (name.startsWith('tag:')) return ({ tags }) => tags[name.slice('tag:'.length)];
  if (name === 'tag-key') return ({ tags }) => Object.keys(tags);
  const reader = known[name];
  if (!reader) throw new NotSimulatedError(`the simulator does not know the filter "${name}"`);
  return reader;
}

/** The resources that every filter lets through. A filter without values is an error in AWS too. */
export function applyFilters<Resource extends { tags: Tags }>(
  resources: readonly Resource[],
  { filters, known }: { filters: readonly Filter[] | undefined; known: Filterable<Resource> },
): Resource[] {
  const tests = (filters ?? []).map(({ Name, Values }) => {
    if (!Name || !Values?.length) throw refusal('InvalidParameterValue', { message: `filter ${Name} has no value` });
    const read = readerOf(Name, known);
    return (resource: Resource): boolean =>
      listed(read(resource)).some((actual) => Values.some((pattern) => matchesOne(pattern, { actual })));
  });
  return resources.filter((resource) => tests.every((test) => test(resource)));
}
