/**
 * Whether a rule's pattern matches an event. What is not here is refused when the rule is read.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { NotSimulatedError } from '../aws-error.ts';

export type Matches = (value: unknown) => boolean;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unknown = (what: unknown): NotSimulatedError =>
  new NotSimulatedError(`the simulator does not know ${JSON.stringify(what)} in an event pattern`);

/** `*` is any number of characters; a backslash takes its meaning away. */
function wildcard(pattern: unknown): Matches {
  const source = String(pattern).replace(/\\([*\\])|[.*+?^${}()|[\]\\]/g, (match, escaped?: string) => {
    if (escaped) return `\\${escaped}`;
    return match === '*' ? '.*' : `\\${match}`;
  });
  const expression = new RegExp(`^${source}$`, 's');
  return (value) => typeof value === 'string' && expression.test(value);
}

const OPERATORS: Record<string, (wanted: unknown) => Matches> = {
  prefix: (wanted) => (value) => typeof value === 'string' && value.startsWith(String(wanted)),
  wildcard,
  exists: (wanted) => (value) => (value !== undefined) === wanted,
  /** A field that is not there is not anything else either. */
  'anything-but': (wanted) => {
    const unwanted: unknown[] = Array.isArray(wanted) ? wanted : [wanted];
    if (unwanted.some((each) => typeof each === 'object')) throw unknown({ 'anything-but': wanted });
    return (value) => value !== undefined && !unwanted.includes(value);
  },
};

function matcherOf(wanted: unknown): Matches {
  if (!isFields(wanted)) return (value) => value === wanted;
  const [[name, operand] = ['', undefined], ...more] = Object.entries(wanted);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator || more.length > 0) throw unknown(wanted);
  return operator(operand);
}

/** One of the wanted values is enough, and of a field with several values one of those. */
function oneOf(wanted: unknown[]): Matches {
  const tests = wanted.map(matcherOf);
  return (value) => tests.some((test) => (Array.isArray(value) ? value.some(test) : test(value)));
}

/** Every field that the pattern names has to match. */
export function patternOf(pattern: unknown): Matches {
  if (!isFields(pattern)) throw unknown(pattern);
  const tests = Object.entries(pattern).map(([name, wanted]): Matches => {
    if (name.startsWith('$')) throw unknown({ [name]: wanted });
    const test = Array.isArray(wanted) ? oneOf(wanted) : patternOf(wanted);
    return (event) => test(isFields(event) ? event[name] : undefined);
  });
  return (event) => tests.every((test) => test(event));
}
