/** LateLaunches: an early launch that was made a replacement, and is not the one that is used, is ended by proof alone. */
import { DescribeAddressesCommand, DescribeRouteTablesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { executionArnOf, prepareMachineArnOf } from '../../../../shared/domain/arns.ts';
import { prepareNameOf } from '../../../../shared/domain/decision/early-launch.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { giveUpLate } from '../../../../shared/steps/takeover/late-launches.ts';
import { describeEach } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, OLD } from '../../../support/snapshots.ts';

const LAUNCHED = '2026-11-21T02:59:02.000Z';

type Case = {
  /** What the history of the `prepare` execution says that it has launched; `unread` when it cannot be read. */
  launched?: { instanceId?: string; generation?: number } | 'unread';
  /** Of the appliance whose execution the instance points to. */
  pointsTo?: string;
  finish?: TakeoverPlan['finish'];
};

/** Ids that the end of a takeover of generation 2 terminates, when `i-early` is tagged as its replacement. */
async function ended({ launched = {}, pointsTo = 'sophos', finish }: Case): Promise<string[]> {
  const mocks = mockedDeps();
  const by = executionArnOf({
    machineArn: prepareMachineArnOf(mocks.deps.deployment),
    name: prepareNameOf({ appliance: pointsTo, since: LAUNCHED }),
  });
  const tags = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement', [TAG.generation]: '2', [TAG.by]: by };
  describeEach(mocks, [aReplacement({ id: 'i-early', tags, launchedAt: LAUNCHED, clientToken: 'of-prepare' })]);
  mocks.ec2.on(DescribeAddressesCommand).resolves({
    Addresses: [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', InstanceId: OLD.instanceId }],
  });
  const plan = aPlan({ generation: 2, finish });
  mocks.ec2.on(DescribeRouteTablesCommand).resolves({
    RouteTables: plan.routes.map(({ routeTableId, destination }) => ({
      RouteTableId: routeTableId,
      Routes: [{ DestinationCidrBlock: destination, NetworkInterfaceId: OLD.networkInterfaceId }],
    })),
  });
  for (const client of [mocks.ec2, mocks.launcher]) client.on(TerminateInstancesCommand).resolves({});
  if (launched === 'unread') mocks.sfn.on(GetExecutionHistoryCommand).rejects(awsError('AccessDeniedException'));
  else mocks.sfn.on(GetExecutionHistoryCommand).resolves({ events: historyOf(launched) });
  const startTime = '2026-11-21T03:00:00.000Z';
  const executionArn = `${mocks.deps.deployment.takeoverMachineArn}:takeover-sophos-g2`;
  const launch = { outcome: 'launched', instanceId: 'i-new', zone: 'ap-northeast-1c' };
  const input = { plan, startTime, executionArn, done: { launch } } as unknown as Parameters<typeof giveUpLate>[0];
  const beganAt = mocks.deps.clock.now().toISOString();
  const changes = await giveUpLate(input, { ids: ['i-early'], beganAt }, mocks.deps);
  const sent = [...sentBy(mocks.ec2), ...sentBy(mocks.launcher)].filter(({ command }) => command.startsWith('Term'));
  expect(changes.length).toBe(sent.length);
  return sent.flatMap(({ input }) => (input as { InstanceIds: string[] }).InstanceIds);
}

function historyOf({ instanceId = 'i-early', generation = 2 }: { instanceId?: string; generation?: number }) {
  const launch = { outcome: 'launched', instanceId, groupId: 'sg-closed', launchedAt: LAUNCHED };
  const output = JSON.stringify({ done: { plan: { plan: { generation } }, launch } });
  return [
    { id: 1, type: 'ExecutionStarted' as const, timestamp: new Date(LAUNCHED) },
    {
      ...{ id: 9, type: 'TaskStateExited' as const, timestamp: new Date(LAUNCHED) },
      stateExitedEventDetails: { name: 'LaunchAhead', output },
    },
  ];
}

test('one that the history of its execution names is terminated', async () => {
  expect(await ended({})).toEqual(['i-early']);
});

test('so is one that an earlier generation could have used, and did not', async () => {
  expect(await ended({ launched: { generation: 1 } })).toEqual(['i-early']);
});

const finish = { instanceId: 'i-half', passedOver: ['i-early'] } as unknown as TakeoverPlan['finish'];

test.each<[string, Case]>([
  ['the history names another instance', { launched: { instanceId: 'i-other' } }],
  ['it is for a newer takeover', { launched: { generation: 3 } }],
  ['the history cannot be read', { launched: 'unread' }],
  ['it points to an execution for another appliance', { pointsTo: 'openvpn' }],
  ['it had some of the traffic in the takeover that is finished', { finish }],
])('it is left alone when %s', async (_, each) => {
  expect(await ended(each)).toEqual([]);
});
