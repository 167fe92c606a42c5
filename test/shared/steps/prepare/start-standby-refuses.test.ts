/** StartStandby: each reason for which the stopped standby is not started early, and what is asked of EC2 when there is none. */
import { StartInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import type { RawReading } from '../../../../shared/aws/read-instances.ts';
import { executionArnOf, rotationMachineArnOf } from '../../../../shared/domain/arns.ts';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import type { PlannedStandby } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { startStandby } from '../../../../shared/steps/prepare/start-standby.ts';
import { asEc2 } from '../../../support/described.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aReplacement, NEW } from '../../../support/snapshots.ts';

const CLOSED = 'sg-closed';

type Case = {
  instance?: Partial<Instance>;
  groups?: string[];
  seen?: RawReading;
  standby?: Partial<PlannedStandby> | null;
  recorded?: string;
  fails?: string;
};

async function started({
  instance = {},
  groups = [CLOSED],
  seen,
  standby = {},
  recorded = NEW.instanceId,
  fails,
}: Case) {
  const logged: { message?: unknown }[] = [];
  const mocks = mockedDeps({ log: (entry) => logged.push(entry) });
  const by = executionArnOf({ machineArn: rotationMachineArnOf(mocks.deps.deployment), name: 'rotation-sophos_1' });
  const kept = aReplacement({
    ...{ id: NEW.instanceId, state: 'stopped', imageId: 'ami-new', type: 'm5.large' },
    ...{ tags: { [TAG.role]: 'standby', [TAG.appliance]: 'sophos', [TAG.by]: by }, ...instance },
  });
  const raw = { ...asEc2(kept), SecurityGroups: groups.map((GroupId) => ({ GroupId })) };
  const record = {
    appliance: 'sophos',
    standby: { instanceId: recorded, imageId: 'ami-new', instanceType: 'm5.large' },
  };
  mocks.sfn.on(DescribeExecutionCommand).resolves({
    ...{
      status: 'SUCCEEDED',
      startDate: new Date('2026-11-20T03:00:00Z'),
      input: '{}',
      output: JSON.stringify(record),
    },
  });
  const start = mocks.ec2.on(StartInstancesCommand);
  if (fails) start.rejects(awsError(fails));
  else start.resolves({});
  const planned: PlannedStandby = {
    ...{ ...NEW, imageId: 'ami-new', zone: kept.zone, instanceType: 'm5.large', by, stopped: true, answerSeconds: 90 },
    ...standby,
  };
  const plan = standby === null ? {} : { standby: planned };
  const reading: RawReading = seen ?? { reading: 'described', raw };
  const found = await startStandby({ appliance: 'sophos', plan, groupId: CLOSED, seen: reading }, mocks.deps).catch(
    ({ name }: Error) => name,
  );
  const sent = mocks.ec2.commandCalls(StartInstancesCommand).map(({ args: [{ input }] }) => input.InstanceIds);
  return { found, sent, said: logged.map(({ message }) => String(message)).join() };
}

test('one that is as its rotation kept it is started, and the answer says which one and when', async () => {
  expect(await started({})).toEqual({
    found: { outcome: 'started', instanceId: NEW.instanceId, launchedAt: expect.stringMatching(/^2026-/) },
    sent: [[NEW.instanceId]],
    said: '',
  });
});

test.each<[string, Case]>([
  ['it is running', { instance: { state: 'running' } }],
  ['it is absent', { seen: { reading: 'absent' } }],
  ['the plan names another one', { instance: { id: 'i-other' } }],
  ['its role is spare', { instance: { tags: { [TAG.role]: 'spare', [TAG.appliance]: 'sophos' } } }],
  ['its role is not tagged', { instance: { tags: { [TAG.appliance]: 'sophos' } } }],
  ['its role is standby', { instance: { tags: { [TAG.role]: 'standby', [TAG.appliance]: 'openvpn' } } }],
  ['it is another instance than the plan has read', { instance: { networkInterfaceIds: ['eni-other'] } }],
  ['it is another instance than the plan has read', { instance: { imageId: 'ami-other' } }],
  ['its network is open', { groups: [CLOSED, 'sg-open'] }],
  ['its network is open', { groups: ['sg-open'] }],
  ['no rotation of ours kept it', { recorded: 'i-other' }],
  ['no rotation of ours kept it', { instance: { type: 't3.nano' } }],
])('it is left alone when %s', async (why, each) => {
  const { found, sent, said } = await started(each);
  expect({ found, sent }).toEqual({ found: undefined, sent: [] });
  expect(said).toBe(`the standby ${NEW.instanceId} is not started early: ${why}`);
});

test.each<[string, Case]>([
  ['without a standby', { standby: null }],
  ['of another tier', { standby: { stopped: undefined } }],
])('nothing is said or started of a plan %s', async (_, each) => {
  expect(await started(each)).toEqual({ found: undefined, sent: [], said: '' });
});

test('a start that EC2 refuses leaves room for a launch, and says why', async () => {
  const { found, said } = await started({ fails: 'InsufficientInstanceCapacity' });
  expect(found).toBeUndefined();
  expect(said).toMatch(/InsufficientInstanceCapacity/);
});

test('a start without an answer ends the early launch: it may have been carried out', async () => {
  expect((await started({ fails: 'InternalError' })).found).toBe('RefusedError');
});
