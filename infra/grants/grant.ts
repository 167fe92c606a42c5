/** What one statement of a role allows, and why it may. */

/** Where the roles live: in a template CloudFormation's pseudo parameters, in a test plain values. */
export type Account = { stage: string; partition: string; region: string; accountId: string };

export type Condition = Record<string, Record<string, string | string[]>>;

export type Statement = { Effect: 'Allow' | 'Deny'; Action: string[]; Resource: string[]; Condition?: Condition };

/** `because` goes onto the permissions page; a grant on everything owes its reader a reason. With `denies` it takes away. */
export type Grant = {
  actions: string[];
  resources: string[];
  condition?: Condition;
  because: string;
  denies?: true;
};

export const toStatement = ({ actions, resources, condition, denies }: Grant): Statement => ({
  Effect: denies ? 'Deny' : 'Allow',
  Action: actions,
  Resource: resources,
  ...(condition && { Condition: condition }),
});

/** Both at once: values under the same operator and key must not meet. */
export function both(one: Condition, other: Condition): Condition {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]));
}

type Ec2Kind =
  | 'elastic-ip'
  | 'instance'
  | 'volume'
  | 'network-interface'
  | 'route-table'
  | 'subnet'
  | 'security-group'
  | 'key-pair'
  | 'launch-template'
  | 'vpc';

export const ec2Arn = ({ partition, region, accountId }: Account, of: { kind: Ec2Kind; id: string }): string =>
  `arn:${partition}:ec2:${region}:${accountId}:${of.kind}/${of.id}`;

/** An image's ARN names no account, not even its owner's. */
export const imageArn = ({ partition, region }: Account, { id }: { id: string }): string =>
  `arn:${partition}:ec2:${region}::image/${id}`;

/** Nor does that of an EBS snapshot. */
export const snapshotArn = ({ partition, region }: Account, { id }: { id: string }): string =>
  `arn:${partition}:ec2:${region}::snapshot/${id}`;

export type { Ec2Kind };
