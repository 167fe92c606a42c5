/** What a person needs for the command line: to read, to ask, to pause, and never to start a takeover directly. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import type { Account, Grant, Statement } from '../grants/grant.ts';
import { toStatement } from '../grants/grant.ts';
import { listSubscribers } from '../grants/readiness.ts';
import { describe, describeAlarms, describeExecutions, readProbePoints } from '../grants/reads.ts';
import { tagAddress, untagAddress } from '../grants/tags.ts';

type Of = { configuration: Configuration; account: Account };

function ofRuns({ account }: Of): Grant[] {
  const { partition, region, accountId, stage } = account;
  const machine = (name: string): string =>
    `arn:${partition}:states:${region}:${accountId}:stateMachine:failover-${stage}-${name}`;
  const executions = `arn:${partition}:states:${region}:${accountId}:execution:failover-${stage}-*:*`;
  const start = ['states:StartExecution'];
  return [
    { actions: ['states:ListStateMachines'], resources: ['*'], because: 'Finds the deployment.' },
    {
      actions: ['states:ListExecutions'],
      resources: ['failover', 'takeover', 'rotation'].map(machine),
      because: 'What runs, and what ran.',
    },
    { actions: ['states:GetExecutionHistory'], resources: [executions], because: 'Follows a run.' },
    {
      actions: start,
      resources: ['failover', 'rotation'].map(machine),
      because: 'Asks for a failover, a switchover, a rehearsal, or vouches for an instance.',
    },
    {
      ...{ denies: true, actions: [...start, 'states:RedriveExecution'] },
      resources: [machine('takeover'), executions.replace('-*:*', '-takeover:*')],
      because: 'A takeover is started by the failover machine only.',
    },
  ];
}

export function operatorPolicy(of: Of): { Version: string; Statement: Statement[] } {
  const { partition, region, accountId, stage } = of.account;
  const readiness = `arn:${partition}:lambda:${region}:${accountId}:function:failover-${stage}-check-readiness`;
  const grants: Grant[] = [
    ...ofRuns(of),
    describeExecutions(of),
    describe('Addresses', 'Images', 'InstanceStatus', 'Instances', 'Tags'),
    describeAlarms,
    readProbePoints,
    listSubscribers(of),
    { actions: ['lambda:InvokeFunction'], resources: [readiness], because: 'Status asks whether it is ready.' },
    ...tagAddress(of, 'owner', 'pausedBecause', 'pausedUntil'),
    ...untagAddress(of, 'pausedBecause', 'pausedUntil'),
  ];
  return { Version: '2012-10-17', Statement: grants.map(toStatement) };
}
