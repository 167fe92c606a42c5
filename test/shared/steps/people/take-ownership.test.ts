/** Taking over an address: never while the other stack is in the middle of a takeover. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { Deps } from '../../../../shared/deps.ts';
import { takeOwnership } from '../../../../shared/steps/people/take-ownership.ts';
import { aConfiguration, anAppliance } from '../../../support/appliances.ts';
import { mockedClients, sentBy } from '../../../support/mocked-clients.ts';
import { aClock } from '../../../support/virtual-clock.ts';

const ARN = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-prod-takeover';

function theirs({ running }: { running: string[] }) {
  const { clients, ec2, sfn } = mockedClients();
  const addressOf = (owner: string) => ({
    Addresses: [
      { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', Tags: [{ Key: 'failover:owner', Value: owner }] },
    ],
  });
  ec2.on(DescribeAddressesCommand).resolvesOnce(addressOf('failover-prod')).resolves(addressOf('failover-dev'));
  sfn.on(ListStateMachinesCommand).resolves({
    stateMachines: [
      { stateMachineArn: `${ARN}-2`, name: 'failover-prod-takeover-2', type: 'STANDARD', creationDate: new Date(0) },
      { stateMachineArn: ARN, name: 'failover-prod-takeover', type: 'STANDARD', creationDate: new Date(0) },
    ],
  });
  const executions = running.map((name) => ({
    ...{ name, executionArn: name, stateMachineArn: ARN, status: 'RUNNING' as const, startDate: new Date(0) },
  }));
  sfn.on(ListExecutionsCommand, { stateMachineArn: ARN, statusFilter: 'RUNNING' }).resolves({ executions });
  const deps: Deps = {
    ...{ clients, clock: aClock(), configuration: aConfiguration(), log: () => undefined },
    prober: { probe: async () => ({ answered: false, detail: 'not asked' }) },
    deployment: {
      ...{ stage: 'dev', region: 'ap-northeast-1', references: [{ host: 'reference', port: 443 }] },
      takeoverMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover',
      sweepRoleName: 'failover-dev-SweepRole-1',
    },
  };
  const take = () => takeOwnership({ appliance: anAppliance(), explicitly: true }, deps);
  return { take, tagged: () => sentBy(ec2).filter(({ command }) => command === 'CreateTags') };
}

test('it is refused while the other stack is at work, and nothing is written', async () => {
  const { take, tagged } = theirs({ running: ['takeover-sophos-g4'] });
  await expect(take()).rejects.toThrow(/failover-prod is at work \(takeover-sophos-g4\); wait until that has ended/);
  expect(tagged()).toEqual([]);
});

test('it is taken when the other stack rests', async () => {
  const { take, tagged } = theirs({ running: [] });
  expect(await take()).toMatchObject({ outcome: 'taken', before: 'failover-prod', owner: 'failover-dev' });
  expect(tagged()).toHaveLength(1);
});
