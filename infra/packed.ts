/** Statements in documents that IAM takes: one within the role, and what does not fit in managed policies of their own. */
import type { Condition, Statement } from './grants/grant.ts';

/**
 * IAM refuses longer ones, but only once CloudFormation has begun.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const POLICY_CHARACTERS_MAX = 10_240;
const MANAGED_CHARACTERS_MAX = 6_144;

/** Without asking for more. */
const MANAGED_POLICIES_MAX = 10;

const documentOf = (Statement: Statement[]) => ({ Version: '2012-10-17', Statement });

/** The longest of what CloudFormation puts in their place. */
const LONGEST = { Partition: 'aws-us-gov', Region: 'ap-northeast-1', AccountId: '123456789012' };

const characters = (statements: Statement[]): number =>
  Object.entries(LONGEST).reduce(
    (text, [name, value]) => text.replaceAll(`\${AWS::${name}}`, value),
    JSON.stringify(documentOf(statements)),
  ).length;

export type Packed = { inline: Statement[]; managed: Statement[][] };

/**
 * Undefined when a role cannot hold them. What allows something by one of many values is the same as several statements
 * that allow it by some of them, so that a long one can be parted.
 */
export function packed(statements: Statement[]): Packed | undefined {
  const inline: Statement[] = [];
  const managed: Statement[][] = [];
  for (const statement of statements.flatMap(parted)) {
    if (characters([...inline, statement]) <= POLICY_CHARACTERS_MAX) inline.push(statement);
    else {
      const roomy = managed.find((each) => characters([...each, statement]) <= MANAGED_CHARACTERS_MAX);
      if (roomy) roomy.push(statement);
      else managed.push([statement]);
    }
  }
  const fits = managed.every((each) => characters(each) <= MANAGED_CHARACTERS_MAX);
  return fits && managed.length <= MANAGED_POLICIES_MAX ? { inline, managed } : undefined;
}

/** Short enough that several of them share a managed policy. */
const PART_CHARACTERS_MAX = MANAGED_CHARACTERS_MAX / 2;

function parted(statement: Statement): Statement[] {
  if (characters([statement]) <= PART_CHARACTERS_MAX || statement.Effect === 'Deny') return [statement];
  const [longest] = listsOf(statement).toSorted((one, other) => lengthOf(other.values) - lengthOf(one.values));
  if (!longest || longest.values.length < 2) return [statement];
  const half = Math.ceil(longest.values.length / 2);
  return [longest.values.slice(0, half), longest.values.slice(half)].flatMap((some) => parted(longest.with(some)));
}

const lengthOf = (values: string[]): number => JSON.stringify(values).length;

type List = { values: string[]; with: (some: string[]) => Statement };

/** `ForAllValues` and what denies by an absent value ask for all of a list at once. */
const isAnyOf = (operator: string): boolean => /^(StringEquals|StringLike|ArnEquals|ArnLike)$/.test(operator);

function listsOf(statement: Statement): List[] {
  const condition: Condition = statement.Condition ?? {};
  const inCondition = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]): List[] => {
      if (!isAnyOf(operator) || !Array.isArray(values)) return [];
      const having = (some: string[]): Condition => ({ ...condition, [operator]: { ...keys, [key]: some } });
      return [{ values, with: (some) => ({ ...statement, Condition: having(some) }) }];
    }),
  );
  return [{ values: statement.Resource, with: (Resource) => ({ ...statement, Resource }) }, ...inCondition];
}
