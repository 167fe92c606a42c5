/** Whether a role allows a call, as far as our own policies need IAM: no boundaries, no variables. */
import type { Condition, Statement } from '../../infra/grants/grant.ts';

/** `resources` are all that the call touches: EC2 authorizes each of them. */
export type Request = { action: string; resources: string[]; context?: Record<string, string | string[]> };

const matches = (pattern: string, { text }: { text: string }): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
  ).test(text);

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

/** An absent key fails, except under ForAllValues, which is content with an empty set, and with IfExists. */
function holds(operator: string, { allowed, actual }: { allowed: string[]; actual: string[] | undefined }): boolean {
  if (operator === 'Null') return isNull(allowed, actual);
  const everyValue = operator.startsWith('ForAllValues:');
  const ifExists = operator.endsWith('IfExists');
  if (ifExists && actual === undefined) return true;
  const compare = OPERATORS[operator.replace('ForAllValues:', '').replace(/IfExists$/, '')];
  if (!compare) throw new Error(`a condition operator that this evaluator does not know: ${operator}`);
  if (everyValue) return (actual ?? []).every((value) => compare(allowed, value));
  return actual?.length === 1 && actual.every((value) => compare(allowed, value));
}

function satisfied(condition: Condition | undefined, context: Record<string, string | string[]>): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const actual = context[key];
      return holds(operator, { allowed: [values].flat(), actual: actual === undefined ? undefined : [actual].flat() });
    }),
  );
}

/** One denial outweighs every permission. */
export function allows(statements: readonly Statement[], { action, resources, context = {} }: Request): boolean {
  const heeded = statements.filter(
    ({ Action, Condition: condition }) =>
      Action.some((pattern) => matches(pattern, { text: action })) && satisfied(condition, context),
  );
  const says = (effect: Statement['Effect'], resource: string): boolean =>
    heeded.some(
      ({ Effect, Resource }) => Effect === effect && Resource.some((pattern) => matches(pattern, { text: resource })),
    );
  return resources.every((resource) => says('Allow', resource) && !says('Deny', resource));
}
