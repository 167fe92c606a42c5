/** Whether policies allow a call, as far as ours need IAM: no boundaries, no variables. */
import type { Condition, Statement } from '../../../infra/grants/grant.ts';
import type { Reference } from './reference.ts';

/** `resources` are all that the call touches: EC2 authorizes each of them. */
type Context = Record<string, string | string[]>;

export type Request = { action: string; resources: string[]; context?: Context };

const patterns = new Map<string, RegExp>();

/** `*` and `?` stand for anything; each pattern of a policy is asked many times in a story. */
function patternFor(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  const made = new RegExp(`^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
  patterns.set(pattern, made);
  return made;
}

const matches = (pattern: string, { text }: { text: string }): boolean => patternFor(pattern).test(text);

type Compare = (allowed: string[], actual: string) => boolean;

const exactly: Compare = (allowed, actual) => allowed.includes(actual);
const like: Compare = (allowed, actual) => allowed.some((pattern) => matches(pattern, { text: actual }));

const OPERATORS: Record<string, Compare> = {
  StringEquals: exactly,
  Bool: exactly,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
};

/** Whether the request has to carry the key at all: `false` asks for it. */
const isNull = (allowed: string[], actual: string[] | undefined): boolean =>
  allowed[0] === String((actual ?? []).length === 0);

/** Those that deny by what is not there are content with an absent key; the others ask for it, unless IfExists. */
const NEGATED = /^(String|Arn)Not/;

type Values = { allowed: string[]; actual: string[] | undefined };

function comparisonOf(operator: string): Compare {
  const compare = OPERATORS[operator.replace(NEGATED, '$1')];
  if (!compare) throw new Error(`a condition operator that this evaluator does not know: ${operator}`);
  return NEGATED.test(operator) ? (allowed, actual) => !compare(allowed, actual) : compare;
}

/** ForAllValues is content with an empty set, and ForAnyValue is not; a key of one value needs neither. */
function holds(said: string, { allowed, actual }: Values): boolean {
  if (said === 'Null') return isNull(allowed, actual);
  if (said.endsWith('IfExists') && actual === undefined) return true;
  const [, set, operator = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(?:IfExists)?$/.exec(said) ?? [];
  const compare = comparisonOf(operator);
  const values = actual ?? [];
  if (set === 'ForAllValues') return values.every((value) => compare(allowed, value));
  if (set === 'ForAnyValue') return values.some((value) => compare(allowed, value));
  if (actual === undefined) return NEGATED.test(operator);
  return values.length === 1 && values.every((value) => compare(allowed, value));
}

function satisfied(condition: Condition | undefined, context: Context): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const actual = context[key];
      return holds(operator, { allowed: [values].flat(), actual: actual === undefined ? undefined : [actual].flat() });
    }),
  );
}

/** What IAM weighs of a context: the keys that AWS lists for the action on this resource, and no other. */
const listedOf = (
  context: Context,
  { reference, action, arn }: { reference: Reference; action: string; arn: string },
) => Object.fromEntries(Object.entries(context).filter(([key]) => reference.lists(key, { action, arn })));

/** One denial outweighs every permission. Each resource is weighed alone, with the keys that AWS lists for it. */
export function allows(statements: readonly Statement[], request: Request, reference: Reference): boolean {
  const { action, resources, context = {} } = request;
  const named = statements.filter(({ Action }) => Action.some((pattern) => matches(pattern, { text: action })));
  return resources.every((arn) => {
    const weighed = listedOf(context, { reference, action, arn });
    const heeded = named.filter(
      ({ Resource, Condition: condition }) =>
        Resource.some((pattern) => matches(pattern, { text: arn })) && satisfied(condition, weighed),
    );
    return heeded.length > 0 && heeded.every(({ Effect }) => Effect === 'Allow');
  });
}
