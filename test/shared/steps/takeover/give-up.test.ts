/** GiveUp: what a takeover launched and does not use is terminated, unless it may carry traffic. */
import {
  DescribeAddressesCommand,
  DescribeRouteTablesCommand,
  type RouteTable,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { giveUp, giveUpUnused } from '../../../../shared/steps/takeover/give-up.ts';
import { describeEach, listTagged } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, OLD } from '../../../support/snapshots.ts';

const ROLE = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement' };

const of = (generation: number, id: string, networkInterfaceIds: string[]): Instance =>
  aReplacement({ id, networkInterfaceIds, tags: { ...ROLE, [TAG.generation]: String(generation) } });

/** The address at its holder, and the planned routes at these interfaces, in their order. */
function setUp(holder: string, interfaceIds: string[] = []) {
  const plan = aPlan({ generation: 3 });
  const logged: Record<string, unknown>[] = [];
  const mocks = mockedDeps({ log: (entry) => logged.push(entry) });
  const Addresses = [{ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', InstanceId: holder }];
  mocks.ec2.on(DescribeAddressesCommand).resolves({ Addresses });
  const RouteTables = plan.routes.map(
    ({ routeTableId, destination }, at): RouteTable => ({
      RouteTableId: routeTableId,
      Routes: [{ DestinationCidrBlock: destination, NetworkInterfaceId: interfaceIds[at] ?? OLD.networkInterfaceId }],
    }),
  );
  mocks.ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables });
  const sent = () => [...sentBy(mocks.ec2), ...sentBy(mocks.launcher)];
  const give = (holds: boolean, ...instances: Instance[]): Promise<void> => {
    const ids = instances.map(({ id }) => id);
    listTagged(mocks, ids, ROLE);
    describeEach(mocks, instances);
    return giveUpUnused({ plan, startTime: '', redriveCount: 0, done: {} }, holds, mocks.deps);
  };
  return {
    ...{ ...mocks, logged, give },
    reads: () => sent().filter(({ command }) => /Addresses|RouteTables/.test(command)).length,
    terminated: () => sent().flatMap(({ command, input }) => (command.startsWith('Term') ? [input] : [])),
  };
}

const ids = (...InstanceIds: string[]) => InstanceIds.map((id) => ({ InstanceIds: [id] }));

describe('what nobody uses', () => {
  test('is terminated while it carries nothing, and once only', async () => {
    const { give, terminated } = setUp(OLD.instanceId);
    await give(true, of(1, 'i-1', ['eni-1']), of(3, 'i-own', ['eni-own']));
    expect(terminated()).toEqual(ids('i-1', 'i-own'));
  });

  test('but one is left for the next takeover when this one has no traffic', async () => {
    const { give, terminated } = setUp(OLD.instanceId);
    await give(false, of(1, 'i-1', ['eni-1']), of(3, 'i-own', ['eni-own']));
    expect(terminated()).toEqual(ids('i-own'));
  });

  test.each([
    ['holds the address', 'i-2', []],
    ['has the first route at its second interface', OLD.instanceId, ['eni-2b']],
    ['has the last route at its first interface', OLD.instanceId, [OLD.networkInterfaceId, 'eni-2a']],
  ])('is left alone when it %s, and the others go', async (_, holder, interfaceIds) => {
    const { give, terminated } = setUp(holder, interfaceIds);
    await give(true, of(3, 'i-2', ['eni-2a', 'eni-2b']), of(1, 'i-1', ['eni-1']));
    expect(terminated()).toEqual(ids('i-1'));
  });

  test('stays when nobody can say who carries the traffic, and that is no reason to stop', async () => {
    const { give, terminated, ec2, logged } = setUp(OLD.instanceId);
    ec2.on(DescribeRouteTablesCommand).rejects(awsError('UnauthorizedOperation'));
    await give(true, of(2, 'i-2', ['eni-2']), of(3, 'i-own', ['eni-own']));
    expect(terminated()).toEqual([]);
    expect(logged).toEqual([{ level: 'warn', message: expect.stringMatching(/^left behind, as who carries/) }]);
  });
});

test('nothing is asked about the traffic where nothing is unused', async () => {
  const { give, terminated, reads } = setUp(OLD.instanceId);
  await give(true);
  await give(false, of(3, 'i-own', ['eni-own']));
  expect({ terminated: terminated(), reads: reads() }).toEqual({ terminated: [], reads: 0 });
});

test('what may not be terminated is left behind, and that is no reason to stop', async () => {
  const { deps, launcher, ec2, logged } = setUp(OLD.instanceId);
  for (const client of [launcher, ec2]) client.on(TerminateInstancesCommand).rejects(awsError('UnauthorizedOperation'));
  await giveUp('i-1', deps);
  expect(logged).toHaveLength(1);
});
