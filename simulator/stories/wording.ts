/** Turns what the schema of scenarios found into sentences that say where it is and how to fix it. */
import type { z } from 'zod';
import { closest } from '../../shared/config/closest.ts';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { fault } from '../account/faults/all.ts';
import { given } from './given-schema.ts';
import { MOMENTS } from './moment-schema.ts';
import { expected } from './then-schema.ts';

/** The line of the file in which the value of a path is. */
export type Place = (path: PropertyKey[]) => number | undefined;

type Issue = z.core.$ZodIssue;
type Finding = { path: PropertyKey[]; message: string };
type Keyed = { shape: Record<string, unknown> };

const SHOWN_MAX = 5;
const TIMES = ['atSeconds', 'everySeconds', 'untilSeconds'];
const NOUNS: Record<string, string> = { string: 'text', int: 'a whole number', array: 'a list', object: 'a mapping' };

const keysOf = (value: unknown): string[] => (typeof value === 'object' && value !== null ? Object.keys(value) : []);
const shown = (value: unknown): string => oneLine(JSON.stringify(value) ?? 'nothing', 80);

/** At most five of them, each with its line where that is known. */
export function faultsIn(error: z.ZodError, place: Place = () => undefined): string {
  const findings = error.issues.flatMap(findingsOf);
  const sentences = findings.slice(0, SHOWN_MAX).map(({ path, message }) => {
    const line = place(path);
    return `${line === undefined ? '' : `line ${line}, `}${path.map(String).join('.') || 'file'}: ${message}`;
  });
  const more = findings.length - sentences.length;
  return [...sentences, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function findingsOf(issue: Issue): Finding[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path, message: unknownKey(key, issue) }));
    case 'invalid_type':
      return [{ path, message: wrongType(issue) }];
    case 'invalid_value':
      return [{ path, message: notOneOf(issue.input, issue.values.map(shown)) }];
    case 'invalid_union':
      return union(issue);
    case 'invalid_format':
      return [{ path, message: `${shown(issue.input)} does not match ${issue.pattern ?? issue.format}; write it so` }];
    default:
      return [{ path, message: issue.message }];
  }
}

function wrongType({ expected, input }: { expected: string; input?: unknown }): string {
  const noun = NOUNS[expected] ?? `a ${expected}`;
  if (input === undefined || input === null) return `is missing; write ${noun}`;
  const quotes = expected === 'string' && typeof input !== 'object' ? `; put it in quotes: "${String(input)}"` : '';
  return `must be ${noun}, not ${shown(input)}${quotes}`;
}

function notOneOf(input: unknown, known: string[]): string {
  const guess = typeof input === 'string' ? closest(input, known) : undefined;
  const fix = guess === undefined ? `write ${known.join(' or ')}` : `did you mean ${guess}?`;
  return input === undefined ? `is missing; ${fix}` : `${shown(input)} is not known here; ${fix}`;
}

const kindOf = (input: unknown): unknown => Object.entries(Object(input)).find(([key]) => key === 'kind')?.[1];

function unknownFault(kind: unknown): string {
  const kinds = fault.options.map(({ shape }) => shape.kind.value);
  const guess = typeof kind === 'string' ? closest(kind, kinds) : undefined;
  const fix = guess === undefined ? 'docs/reference/faults.md lists the faults' : `did you mean "${guess}"?`;
  return kind === undefined ? `is missing; ${fix}` : `${shown(kind)} is no fault; ${fix}`;
}

/** The keys that may be where a key is unknown, as far as a name can be guessed. */
function knownKeys({ path, input }: Pick<Issue, 'path' | 'input'>): string[] {
  const [first] = path;
  if (path.length === 0) return ['name', 'title', 'given', 'when', 'watchSeconds', 'then'];
  if (path.length === 1 && first === 'given') return keysOf(given.shape);
  if (path.length === 1 && first === 'then') return keysOf(expected.shape);
  const option: Keyed | undefined = fault.options.find(({ shape }) => shape.kind.value === kindOf(input));
  return option ? keysOf(option.shape) : [];
}

function unknownKey(key: string, issue: Pick<Issue, 'path' | 'input'>): string {
  const known = knownKeys(issue);
  const guess = closest(key, known);
  const all = known.length === 0 ? 'delete it' : `the known keys are ${known.join(', ')}`;
  return `unknown key ${shown(key)}; ${guess === undefined ? all : `did you mean ${shown(guess)}?`}`;
}

const isMoment = (path: PropertyKey[]): boolean =>
  path.length === 2 && path[0] === 'when' && typeof path[1] === 'number';

function union(issue: Extract<Issue, { code: 'invalid_union' }>): Finding[] {
  const { path, input, errors } = issue;
  if (isMoment(path)) return moment(path, input);
  if (path.at(-1) === 'kind') return [{ path, message: unknownFault(kindOf(input)) }];
  const [best = []] = errors.toSorted((one, other) => one.length - other.length);
  const values = errors.flat().flatMap((each) => (each.code === 'invalid_value' ? each.values.map(shown) : []));
  if (values.length > 0) return [{ path, message: notOneOf(input, values) }];
  return best.flatMap((each) => findingsOf({ ...each, path: [...path, ...each.path] }));
}

/** A moment is judged by what it says happens, and not by every other thing that could happen. */
function moment(path: PropertyKey[], input: unknown): Finding[] {
  const verbs = [...new Set(MOMENTS.flatMap(({ shape }) => keysOf(shape)))].filter((key) => !TIMES.includes(key));
  const said = keysOf(input).filter((key) => !TIMES.includes(key));
  const known = said.filter((key) => verbs.includes(key));
  if (known.length > 1) {
    return [{ path, message: `${known.join(' and ')} are two things that happen; write a moment for each` }];
  }
  const [verb] = known;
  if (verb === undefined) {
    const guess = closest(said[0] ?? '', verbs);
    const fix = guess === undefined ? `write one of ${verbs.join(', ')}` : `did you mean "${guess}"?`;
    return [{ path, message: `${said.length === 0 ? 'nothing happens' : `${shown(said[0])} is unknown`}; ${fix}` }];
  }
  const repeats = keysOf(input).some((key) => key === 'everySeconds' || key === 'untilSeconds');
  const options: z.ZodObject[] = [...MOMENTS];
  const fitting = options.filter(({ shape }) => verb in shape);
  const option = fitting.find(({ shape }) => 'everySeconds' in shape === repeats) ?? fitting[0];
  const issues = option?.safeParse(input, { reportInput: true }).error?.issues ?? [];
  return issues.flatMap((each) => findingsOf({ ...each, path: [...path, ...each.path] }));
}
