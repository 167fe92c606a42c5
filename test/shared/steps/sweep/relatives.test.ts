/** The other instances of an appliance, by role and state: what is done to each, and what is told of it. */
import { DescribeInstancesCommand, StopInstancesCommand, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { MachineReading, OurInstance } from '../../../../shared/aws/read-fleet.ts';
import { tagList } from '../../../../shared/aws/tags.ts';
import { type InstanceState, TAG } from '../../../../shared/domain/snapshot.ts';
import { type Relatives, tendRelatives } from '../../../../shared/steps/sweep/relatives.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, onDuty } from '../../../support/duties.ts';
import { awsError } from '../../../support/mocked-clients.ts';

type Reading = InstanceState | 'absent' | 'unreadable' | 'unread';

const readingOf = (reading: Exclude<Reading, 'unread'>): MachineReading => {
  if (reading === 'absent') return { reading };
  if (reading === 'unreadable') return { reading, why: 'InternalError', throttled: false };
  return { reading: 'described', state: reading, status: 'ok' };
};

type One = { id: string; role: string; state: Reading };

const relativesOf = (ones: One[], more: Partial<Relatives> = {}): Relatives => ({
  appliance: anAppliance(),
  active: 'i-old',
  others: ones.map(({ id, role }): OurInstance => ({ instanceId: id, appliance: 'sophos', role })),
  machines: new Map(ones.flatMap(({ id, state }) => (state === 'unread' ? [] : [[id, readingOf(state)]]))),
  takeoverOver: true,
  takeoverLongOver: true,
  ...more,
});

/** As EC2 describes a proof of ours that a rotation left there two hours ago. */
const PROOF = {
  InstanceId: 'i-proof',
  LaunchTime: new Date(ago(7_200)),
  Tags: tagList({ [TAG.role]: 'proof', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' }),
};

function tending(proof: object = PROOF) {
  const duty = onDuty();
  duty.ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [proof] }] });
  return duty;
}

const NOTHING = { conditions: [], changes: [] };

async function tended(ones: One[], more: Partial<Relatives> = {}, duty = tending()) {
  return { ...(await tendRelatives(relativesOf(ones, more), duty.deps)), wrote: duty.wrote() };
}

describe('a retired instance', () => {
  const retired = (state: Reading): One[] => [{ id: 'i-retired', role: 'retired', state }];

  test.each(['running', 'pending'] as const)('that is %s is stopped by force and told', async (state) => {
    expect(await tended(retired(state))).toEqual({
      conditions: [
        {
          kind: 'zombie',
          about: 'i-retired',
          detail: `i-retired was retired by a takeover and is ${state} again; it is being stopped`,
        },
      ],
      changes: ['stops i-retired'],
      wrote: [{ command: 'StopInstances', input: { InstanceIds: ['i-retired'], Force: true, SkipOsShutdown: true } }],
    });
  });

  test('is told and left running in mode observe', async () => {
    expect(await tended(retired('running'), { appliance: anAppliance({ mode: 'observe' }) })).toEqual({
      conditions: [
        { kind: 'zombie', about: 'i-retired', detail: 'i-retired was retired by a takeover and is running again' },
      ],
      changes: [],
      wrote: [],
    });
  });

  test.each<Reading>(['stopping', 'stopped', 'terminated', 'absent', 'unreadable', 'unread'])(
    'that is %s is left alone',
    async (state) => expect(await tended(retired(state))).toEqual({ ...NOTHING, wrote: [] }),
  );

  test('that cannot be stopped is told with the reason', async () => {
    const duty = tending();
    duty.ec2.on(StopInstancesCommand).rejects(awsError('UnauthorizedOperation', 403));
    const { conditions, changes } = await tended(retired('running'), {}, duty);
    expect(changes).toEqual([]);
    expect(conditions).toEqual([
      {
        kind: 'zombie',
        about: 'i-retired',
        detail: expect.stringMatching(/^i-retired runs and is not stopped: stopping i-retired.*UnauthorizedOperation/),
      },
    ]);
  });

  test('is not stopped while a takeover runs', async () => {
    const duty = tending();
    duty.sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    expect(await tended(retired('running'), {}, duty)).toEqual({
      conditions: [
        {
          kind: 'zombie',
          about: 'i-retired',
          detail: 'i-retired runs and is not stopped: i-retired is not stopped while a takeover is running',
        },
      ],
      changes: [],
      wrote: [],
    });
  });
});

describe('a replacement that no takeover uses', () => {
  const left = (state: Reading): One[] => [{ id: 'i-left', role: 'replacement', state }];

  test.each(['running', 'pending'] as const)('and that is %s is told, and left to the next one', async (state) => {
    const detail = `i-left was launched by a takeover that did not use it, and is ${state}`;
    const conditions = [{ kind: 'leftover', about: 'i-left', detail }];
    expect(await tended(left(state))).toEqual({ conditions, changes: [], wrote: [] });
  });

  test('is not told while a takeover may still come back for it', async () => {
    expect(await tended(left('running'), { takeoverLongOver: false })).toEqual({ ...NOTHING, wrote: [] });
  });

  test.each<Reading>(['stopped', 'unreadable'])('and that is %s is not told', async (state) => {
    expect(await tended(left(state))).toEqual({ ...NOTHING, wrote: [] });
  });
});

describe('a proof that its rotation left', () => {
  const proof = (state: Reading): One[] => [{ id: 'i-proof', role: 'proof', state }];

  test('is terminated two hours after its launch, and told', async () => {
    expect(await tended(proof('running'))).toEqual({
      conditions: [
        {
          kind: 'leftover-proof',
          about: 'i-proof',
          detail: 'i-proof was left by its rotation and was running; it is being terminated',
        },
      ],
      changes: ['terminates i-proof'],
      wrote: [{ command: 'TerminateInstances', input: { InstanceIds: ['i-proof'] } }],
    });
  });

  test.each([
    ['a second younger', { ...PROOF, LaunchTime: new Date(ago(7_199)) }],
    ['of unknown age', { ...PROOF, LaunchTime: undefined }],
  ])('is left to a later sweep when it is %s', async (_, young) => {
    expect(await tended(proof('running'), {}, tending(young))).toEqual({ ...NOTHING, wrote: [] });
  });

  test('is left to a later sweep when EC2 does not describe it', async () => {
    const duty = tending();
    duty.ec2.on(DescribeInstancesCommand).rejects(awsError('InternalError', 500));
    expect(await tended(proof('running'), {}, duty)).toEqual({ ...NOTHING, wrote: [] });
  });

  test('is not touched in mode observe', async () => {
    const duty = tending();
    const observe = { appliance: anAppliance({ mode: 'observe' }) };
    expect(await tended(proof('running'), observe, duty)).toEqual({ ...NOTHING, wrote: [] });
    expect(duty.sent()).toEqual([]);
  });

  test("is told, with what its tags lack, and not terminated when it is not this stack's", async () => {
    const foreign = { ...PROOF, Tags: tagList({ [TAG.role]: 'proof', [TAG.owner]: 'failover-prod' }) };
    expect(await tended(proof('running'), {}, tending(foreign))).toEqual({
      conditions: [
        {
          kind: 'leftover-proof',
          about: 'i-proof',
          detail: 'i-proof is not terminated: i-proof lacks failover:appliance=sophos, failover:owner=failover-dev',
        },
      ],
      changes: [],
      wrote: [],
    });
  });

  test('is told when EC2 refuses to terminate it', async () => {
    const duty = tending();
    duty.ec2.on(TerminateInstancesCommand).rejects(awsError('OperationNotPermitted'));
    const { conditions, changes } = await tended(proof('running'), {}, duty);
    expect(conditions).toMatchObject([{ kind: 'leftover-proof', about: 'i-proof' }]);
    expect(changes).toEqual([]);
  });
});

describe('others that are tagged active', () => {
  const active = (state: Reading, id = 'i-b'): One => ({ id, role: 'active', state });

  test.each<Reading>(['pending', 'running', 'stopping', 'stopped'])('are told of while they are %s', async (state) => {
    expect(await tended([active(state), active('stopped', 'i-a')])).toEqual({
      conditions: [
        {
          kind: 'two-active',
          about: 'i-a i-b',
          detail: 'i-old holds the address of sophos, and i-a, i-b is tagged active too: somebody moved the address',
        },
      ],
      changes: [],
      wrote: [],
    });
  });

  test.each<Reading>(['shutting-down', 'terminated', 'absent', 'unreadable', 'unread'])(
    'are nobody while they are %s',
    async (state) => expect(await tended([active(state)])).toEqual({ ...NOTHING, wrote: [] }),
  );

  test('are what a takeover leaves on its way, until it is over', async () => {
    expect(await tended([active('running')], { takeoverOver: false })).toEqual({ ...NOTHING, wrote: [] });
  });
});
