/** What the functions may look at. EC2 knows no resources for nearly all of its Describe calls, so these are on `*`. */
import type { Grant } from './grant.ts';
import { applianceNames, isMany, type Scope } from './selection.ts';

export const describe = (...nouns: string[]): Grant => ({
  actions: nouns.map((noun) => `ec2:Describe${noun}`).toSorted((a, b) => (a < b ? -1 : 1)),
  resources: ['*'],
  because: 'EC2 supports neither resources nor tags for these Describe calls.',
});

/** Only where a route leads to one: whether it is there, and how many entries it may have. */
export const describePrefixLists = ({ configuration }: Pick<Scope, 'configuration'>): Grant[] =>
  configuration.appliances.some(({ routes = [] }) => routes.some(({ to }) => to.some((each) => each.startsWith('pl-'))))
    ? [describe('ManagedPrefixLists')]
    : [];

export const describeAlarms: Grant = {
  actions: ['cloudwatch:DescribeAlarms'],
  resources: ['*'],
  because: 'CloudWatch authorizes a search for alarms on all alarms, not by name.',
};

export const readProbePoints: Grant = {
  actions: ['cloudwatch:GetMetricData'],
  resources: ['*'],
  because: 'CloudWatch supports neither resources nor conditions for reading data points.',
};

/** Execution names are the lock: each function that changes anything first asks which generation is the newest. */
export function describeTakeovers(scope: Scope): Grant {
  const { partition, region, accountId, stage } = scope.account;
  const machine = `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-takeover`;
  return {
    actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
    resources: isMany(scope)
      ? [`${machine}:takeover-*`]
      : applianceNames(scope).map((name) => `${machine}:takeover-${name}-g*`),
    because: 'The generation gate: no change once a newer takeover exists.',
  };
}

/** Which takeovers are ours is proven by the executions that decided on them. */
export function readFailovers({ account }: Scope): Grant {
  return {
    actions: ['states:GetExecutionHistory'],
    resources: [executionsOf(account, 'failover')],
    because: 'A takeover is ours when an execution of the failover machine made its plan.',
  };
}

/** What an event of Step Functions leaves out when it is too long. */
export function describeExecutions({ account: { partition, region, accountId, stage } }: Scope): Grant {
  return {
    actions: ['states:DescribeExecution'],
    resources: [`arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-*:*`],
    because: 'What operators read of an execution comes from it, for each of our machines.',
  };
}

/** An image or an instance points to its rotation by a tag; what the rotation recorded is the proof. */
export function describeRotations({ account }: Scope): Grant {
  return {
    actions: ['states:DescribeExecution'],
    resources: [executionsOf(account, 'rotation')],
    because: 'The record of a rotation proves which images are ours, and whose a rotation is.',
  };
}

/** What was launched early is ours when the execution that launched it names it. */
export function readPrepares({ account }: Scope): Grant {
  return {
    actions: ['states:GetExecutionHistory'],
    resources: [executionsOf(account, 'prepare')],
    because: 'An early launch is ours when the history of its prepare execution names it.',
  };
}

const executionsOf = ({ partition, region, accountId, stage }: Scope['account'], machine: string): string =>
  `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-${machine}:*`;

const listExecutions = ({ account }: Scope, { machine, because }: { machine: string; because: string }): Grant => {
  const { partition, region, accountId, stage } = account;
  return {
    actions: ['states:ListExecutions'],
    resources: [`arn:${partition}:states:${region}:${accountId}:stateMachine:failover-${stage}-${machine}`],
    because,
  };
};

export const listTakeovers = (scope: Scope): Grant =>
  listExecutions(scope, {
    machine: 'takeover',
    because: 'Cooldown, attempts and the last takeover are read from the executions themselves.',
  });

export const readRotations = (scope: Scope): Grant[] => [
  listExecutions(scope, {
    machine: 'rotation',
    because: 'One rotation of an appliance at a time, and what earlier ones recorded.',
  }),
  describeRotations(scope),
];
