/** GiveUp: what a takeover launched and does not use is terminated, unless it may carry traffic. */
import {
  DescribeAddressesCommand,
  DescribeRouteTablesCommand,
  type RouteTable,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import { giveUp, giveUpSuperfluous } from '../../../../shared/steps/takeover/give-up.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, OLD } from '../../../support/snapshots.ts';

const of = (generation: number, id: string, networkInterfaceIds: string[]): Instance =>
  aReplacement({ id, networkInterfaceIds, tags: { [TAG.generation]: String(generation) } });

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
  return {
    ...{ ...mocks, logged },
    give: (...instances: Instance[]) => giveUpSuperfluous(instances, plan, mocks.deps),
    reads: () => sent().filter(({ command }) => command.startsWith('Describe')).length,
    terminated: () => sent().flatMap(({ command, input }) => (command.startsWith('Term') ? [input] : [])),
  };
}

const ids = (...InstanceIds: string[]) => InstanceIds.map((id) => ({ InstanceIds: [id] }));

describe('one that is too much', () => {
  test('is terminated while it carries nothing, and once only', async () => {
    const { give, terminated } = setUp(OLD.instanceId);
    await give(of(1, 'i-1', ['eni-1']), of(3, 'i-own', ['eni-own']));
    expect(terminated()).toEqual(ids('i-1', 'i-own'));
  });

  test.each([
    ['holds the address', 'i-2', []],
    ['has the first route at its second interface', OLD.instanceId, ['eni-2b']],
    ['has the last route at its first interface', OLD.instanceId, [OLD.networkInterfaceId, 'eni-2a']],
  ])('is left alone when it %s, and the others go', async (_, holder, interfaceIds) => {
    const { give, terminated } = setUp(holder, interfaceIds);
    await give(of(2, 'i-2', ['eni-2a', 'eni-2b']), of(1, 'i-1', ['eni-1']));
    expect(terminated()).toEqual(ids('i-1'));
  });

  test('stays where the carrier of the traffic is unknown, and that is reported', async () => {
    const { give, terminated, ec2, logged } = setUp(OLD.instanceId);
    ec2.on(DescribeRouteTablesCommand).rejects(awsError('UnauthorizedOperation'));
    await give(of(2, 'i-2', ['eni-2']), of(3, 'i-own', ['eni-own']));
    expect(terminated()).toEqual([]);
    expect(logged).toEqual([{ level: 'warn', message: expect.stringMatching(/^left behind, as who carries/) }]);
  });
});

test('nothing is asked where nothing is too much', async () => {
  const { give, terminated, reads } = setUp(OLD.instanceId);
  await give();
  expect({ terminated: terminated(), reads: reads() }).toEqual({ terminated: [], reads: 0 });
});

test('what may not be terminated is left behind, and that is no reason to stop', async () => {
  const { deps, launcher, ec2, logged } = setUp(OLD.instanceId);
  for (const client of [launcher, ec2]) client.on(TerminateInstancesCommand).rejects(awsError('UnauthorizedOperation'));
  expect(await giveUp('i-1', deps)).toBe(false);
  expect(logged).toHaveLength(1);
});
