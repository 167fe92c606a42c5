/** GiveBack: a standby that a takeover took and did not use is closed, tagged and read back; everything else stays as it is. */
import {
  CreateTagsCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { type Instance, TAG } from '../../../../shared/domain/snapshot.ts';
import type { PlannedStandby } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { giveBack } from '../../../../shared/steps/standby/give-back.ts';
import { asEc2 } from '../../../support/described.ts';
import { awsError, sentBy } from '../../../support/mocked-clients.ts';
import { mockedDeps } from '../../../support/mocked-deps.ts';
import { aPlan } from '../../../support/plans.ts';
import { aReplacement, NEW, OLD } from '../../../support/snapshots.ts';

const STEPS = 'arn:aws:states:ap-northeast-1:123456789012:execution';
const BY = `${STEPS}:failover-dev-takeover:takeover-sophos-g1`;
const ROTATION = `${STEPS}:failover-dev-rotation:rotation-sophos-1`;
const [CLOSED, OPEN] = ['sg-closed', 'sg-open'];

const STANDBY: PlannedStandby = {
  ...NEW,
  ...{ imageId: 'ami-new', zone: 'ap-northeast-1c', instanceType: 'm5.large', by: ROTATION },
  ...{ groups: [CLOSED], answerSeconds: 45 },
};

const TAKEN = { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement', [TAG.by]: BY };
const BACK = { [TAG.appliance]: 'sophos', [TAG.role]: 'standby', [TAG.by]: ROTATION };

type Told = { tags?: Record<string, string>; groups?: string[]; state?: Instance['state'] };

const raw = ({ tags = TAKEN, groups = [OPEN], state = 'running' }: Told = {}) => ({
  ...asEc2(aReplacement({ id: NEW.instanceId, tags, state })),
  SecurityGroups: groups.map((GroupId) => ({ GroupId })),
});

/** As EC2 shows it at first, and after the changes. `holder`: to whom the address leads. */
async function given(
  first: ReturnType<typeof raw> | string,
  {
    after = raw({ tags: BACK, groups: [CLOSED] }),
    holder = OLD.instanceId,
    standby = STANDBY,
  }: { after?: ReturnType<typeof raw>; holder?: string; standby?: PlannedStandby | null } = {},
) {
  const { ec2, deps } = mockedDeps();
  const described = ec2.on(DescribeInstancesCommand);
  if (typeof first === 'string') described.rejects(awsError(first));
  else
    described
      .resolvesOnce({ Reservations: [{ Instances: [first] }] })
      .resolves({ Reservations: [{ Instances: [after] }] });
  ec2.on(DescribeAddressesCommand).resolves({
    Addresses: [
      { AllocationId: 'eipalloc-1', PublicIp: '203.0.113.10', InstanceId: holder, NetworkInterfaceId: 'eni-x' },
    ],
  });
  ec2.on(ModifyNetworkInterfaceAttributeCommand).resolves({});
  ec2.on(CreateTagsCommand).resolves({});
  const plan = aPlan({ standby: standby ?? undefined, routes: [] });
  const outcome = await giveBack({ plan, by: BY }, deps).catch((cause: Error) => `${cause.name}: ${cause.message}`);
  const changes = sentBy(ec2).filter(({ command }) => !command.startsWith('Describe'));
  return { outcome, changes };
}

describe('a standby that was taken', () => {
  test('is closed first, then tagged as the standby of its rotation, and read back', async () => {
    const { outcome, changes } = await given(raw());
    expect(outcome).toBe('given-back');
    expect(changes.map(({ command }) => command)).toEqual(['ModifyNetworkInterfaceAttribute', 'CreateTags']);
    expect(changes[0]?.input).toEqual({ NetworkInterfaceId: NEW.networkInterfaceId, Groups: [CLOSED] });
    expect(changes[1]?.input).toMatchObject({
      Resources: expect.arrayContaining([NEW.instanceId, NEW.networkInterfaceId]),
      Tags: expect.arrayContaining([
        { Key: TAG.role, Value: 'standby' },
        { Key: TAG.by, Value: ROTATION },
        { Key: 'Name', Value: 'failover-dev-sophos-standby' },
      ]),
    });
  });

  test('and was opened without a tag is closed as well', async () => {
    expect(await given(raw({ tags: BACK }))).toMatchObject({ outcome: 'given-back' });
  });

  test('and is closed already gets its tags alone', async () => {
    const { outcome, changes } = await given(raw({ groups: [CLOSED] }));
    expect(outcome).toBe('given-back');
    expect(changes.map(({ command }) => command)).toEqual(['CreateTags']);
  });

  test.each([
    ['open', raw({ tags: BACK, groups: [OPEN] })],
    ['tagged as a replacement', raw({ tags: TAKEN, groups: [CLOSED] })],
    ['of another rotation', raw({ tags: { ...BACK, [TAG.by]: `${ROTATION}-2` }, groups: [CLOSED] })],
  ])('and is still shown %s afterwards is an error that is tried again', async (_, after) => {
    const says = `TransientError: ${NEW.instanceId} was closed and tagged standby, and is not seen so yet`;
    expect((await given(raw(), { after })).outcome).toBe(says);
  });
});

describe('nothing is changed', () => {
  test('where the plan has no standby, or does not say how it was closed', async () => {
    expect(await given(raw(), { standby: null })).toEqual({ outcome: 'not-taken', changes: [] });
    const { groups: _, ...ungrouped } = STANDBY;
    expect(await given(raw(), { standby: ungrouped })).toEqual({ outcome: 'not-taken', changes: [] });
  });

  test.each([
    ['another takeover has taken it', { ...TAKEN, [TAG.by]: `${BY}0` }],
    ['it belongs to another appliance', { ...TAKEN, [TAG.appliance]: 'vpn' }],
    ['it is the active instance', { ...TAKEN, [TAG.role]: 'active' }],
  ])('when %s', async (_, tags) => {
    expect(await given(raw({ tags }))).toEqual({ outcome: 'not-taken', changes: [] });
  });

  test('when it is the standby, closed', async () => {
    expect(await given(raw({ tags: BACK, groups: [CLOSED] }))).toEqual({ outcome: 'not-taken', changes: [] });
  });

  test('when the address leads to it', async () => {
    expect(await given(raw(), { holder: NEW.instanceId })).toEqual({ outcome: 'in-use', changes: [] });
  });

  test.each(['terminated', 'shutting-down'] as const)('when it is %s', async (state) => {
    expect(await given(raw({ state }))).toEqual({ outcome: 'gone', changes: [] });
  });

  test('when EC2 does not know it, or does not describe it', async () => {
    expect(await given('InvalidInstanceID.NotFound')).toEqual({ outcome: 'gone', changes: [] });
    const unread = await given('UnauthorizedOperation');
    expect(unread).toMatchObject({
      outcome: expect.stringMatching(/^TransientError: i-new is unreadable/),
      changes: [],
    });
  });
});
