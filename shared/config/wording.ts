/** Turns what the schema found into sentences that an operator can act on. */
import type { z } from 'zod';
import { closest } from './closest.ts';
import type { Fault } from './faults.ts';
import { knownKeys } from './schema.ts';
import { MERGE_KEY, NO_MERGE } from './yaml-words.ts';

type Issue = z.core.$ZodIssue;

/** The fault of a missing key that has no default. */
const EXAMPLES: Record<string, string> = {
  appliances: 'a list of appliances',
  name: 'name: sophos',
  floatingIp: 'floatingIp: 203.0.113.10',
  vpc: 'vpc: my-vpc',
  subnets: 'subnets: public',
  instance: 'instance: sophos',
  image: 'image: sophos',
  tables: 'tables: public, or a list of rtb-…',
  to: 'to: [10.4.4.0/24]',
  vpnCidrs: 'vpnCidrs: [10.242.2.0/24], or [] when no route follows the appliance',
};

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
  record: 'a mapping of keys',
};

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Object) return 'a mapping of keys';
  return NOUNS[typeof value] === 'text' ? `the text ${JSON.stringify(value)}` : String(value);
}

/** The subnets of a probe are no names. */
const exampleAt = (path: PropertyKey[]): string | undefined =>
  path.includes('probe') ? undefined : EXAMPLES[String(path.at(-1))];

function wrongType({ expected, input, path }: { expected: string; input: unknown; path: PropertyKey[] }): string {
  if (input === undefined || input === null) {
    const what = input === undefined ? 'is missing' : 'is empty';
    const example = exampleAt(path);
    return example === undefined ? `${what}; write ${NOUNS[expected] ?? 'a value'}` : `${what}; write ${example}`;
  }
  const wanted = NOUNS[expected] ?? expected;
  const scalar = typeof input === 'number' || typeof input === 'boolean';
  const unquoted = expected === 'string' && scalar ? `; write it in quotes: "${String(input)}"` : '';
  const quoted = expected === 'number' && typeof input === 'string' ? '; write it without quotes' : '';
  return `must be ${wanted}, not ${kindOf(input)}${unquoted}${quoted}`;
}

function notOneOf({ input, values }: { input: unknown; values: readonly unknown[] }): string {
  const known = values.map(String);
  const guess = typeof input === 'string' ? closest(input, known) : undefined;
  const fix = guess === undefined ? `write one of ${known.join(', ')}` : `did you mean ${guess}?`;
  return `${JSON.stringify(input)} is not one of ${known.join(', ')}; ${fix}`;
}

function unknownKey(key: string, path: PropertyKey[]): Fault {
  if (key === MERGE_KEY) return { path: [...path, key], message: NO_MERGE };
  const known = knownKeys(path);
  const guess = closest(key, known);
  const fix = guess === undefined ? `the known keys are ${known.join(', ')}` : `did you mean ${guess}?`;
  return { path: [...path, key], message: `unknown key; ${fix}` };
}

/** The shapes of a union, as its branches expect them. */
const SHAPES: Record<string, string> = { ...NOUNS, string: 'a name' };

const shapesOf = (issue: Extract<Issue, { code: 'invalid_union' }>): string =>
  issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_type' ? (SHAPES[inner.expected] ?? inner.expected) : []))
    .join(' or ');

/** A value of two possible shapes is judged by the one it resembles: a list as a list, a word as a name. */
function bestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): Fault[] {
  const resembling = issue.errors.find(
    (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  if (resembling === undefined) {
    const message =
      issue.input === undefined
        ? wrongType({ expected: '', input: undefined, path: issue.path })
        : `must be ${shapesOf(issue)}, not ${kindOf(issue.input)}`;
    return [{ path: issue.path, message }];
  }
  return resembling.flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** One issue may hold several faults: an object lists all of its unknown keys at once. */
export function faultsOf(issue: Issue): Fault[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, issue.path));
    case 'invalid_type':
      return [
        { path: issue.path, message: wrongType({ expected: issue.expected, input: issue.input, path: issue.path }) },
      ];
    case 'invalid_value':
      return [{ path: issue.path, message: notOneOf({ input: issue.input, values: issue.values }) }];
    case 'invalid_union':
      return bestBranch(issue);
    default:
      return [{ path: issue.path, message: issue.message }];
  }
}
