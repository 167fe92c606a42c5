/** What a person needs for the command line: a viewer reads; an operator also asks, stops and pauses, and never starts a takeover directly. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import type { Account, Grant, Statement } from '../grants/grant.ts';
import { toStatement } from '../grants/grant.ts';
import { listSubscribers } from '../grants/readiness.ts';
import { describe, describeAlarms, describeExecutions, readProbePoints } from '../grants/reads.ts';
import { tagAddress, untagAddress } from '../grants/tags.ts';

type Of = { configuration: Configuration; account: Account };

const machineOf = ({ account: { partition, region, accountId, stage } }: Of, name: string): string =>
  `arn:${partition}:states:${region}:${accountId}:stateMachine:failover-${stage}-${name}`;

const executionsOf = ({ account: { partition, region, accountId, stage } }: Of, name: string): string =>
  `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-${name}:*`;

/** What `plan --shell` reads beside the rest. */
const PLANNED = [
  'LaunchTemplateVersions',
  'NetworkInterfaces',
  'RouteTables',
  'SecurityGroups',
  'Subnets',
  'Vpcs',
] as const;

function reads(of: Of): Grant[] {
  const { partition, region, accountId, stage } = of.account;
  const readiness = `arn:${partition}:lambda:${region}:${accountId}:function:failover-${stage}-check-readiness`;
  return [
    { actions: ['states:ListStateMachines'], resources: ['*'], because: 'Finds the deployment.' },
    {
      actions: ['states:ListExecutions'],
      resources: ['failover', 'takeover', 'rotation'].map((name) => machineOf(of, name)),
      because: 'What runs, and what ran.',
    },
    { actions: ['states:GetExecutionHistory'], resources: [executionsOf(of, '*')], because: 'Follows a run.' },
    describeExecutions(of),
    describe('Addresses', 'Images', 'InstanceStatus', 'Instances', 'Tags'),
    describe(...PLANNED),
    describeAlarms,
    readProbePoints,
    listSubscribers(of),
    { actions: ['lambda:InvokeFunction'], resources: [readiness], because: 'Status asks whether it is ready.' },
  ];
}

function changes(of: Of): Grant[] {
  return [
    {
      actions: ['states:StartExecution'],
      resources: ['failover', 'rotation'].map((name) => machineOf(of, name)),
      because: 'Asks for a failover, a switchover, a plan or an image, or vouches for an instance.',
    },
    {
      actions: ['states:StopExecution'],
      resources: ['takeover', 'rotation'].map((name) => executionsOf(of, name)),
      because: 'Aborts a run before its move.',
    },
    {
      ...{ denies: true, actions: ['states:StartExecution', 'states:RedriveExecution'] },
      resources: [machineOf(of, 'takeover'), executionsOf(of, 'takeover')],
      because: 'A takeover is started by the failover machine only.',
    },
    ...tagAddress(of, 'avoidZones', 'owner', 'pausedBecause', 'pausedUntil'),
    ...untagAddress(of, 'avoidZones', 'pausedBecause', 'pausedUntil'),
  ];
}

type Policy = { Version: string; Statement: Statement[] };

const policyOf = (grants: Grant[]): Policy => ({ Version: '2012-10-17', Statement: grants.map(toStatement) });

/** It changes nothing. */
export const viewerPolicy = (of: Of): Policy => policyOf(reads(of));

export const operatorPolicy = (of: Of): Policy => policyOf([...reads(of), ...changes(of)]);
