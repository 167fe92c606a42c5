/** The other instances of an appliance, by role and state: what is done to each, and what is notified about it. */
import {
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { MachineReading, OurInstance } from '../../../../shared/aws/read-fleet.ts';
import { tagList } from '../../../../shared/aws/tags.ts';
import { type InstanceState, TAG } from '../../../../shared/domain/snapshot.ts';
import { launchTokenOf, proofTokenOf } from '../../../../shared/domain/takeover/client-token.ts';
import { type Relatives, tendRelatives } from '../../../../shared/steps/sweep/relatives.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, listed, onDuty, tagged } from '../../../support/duties.ts';
import { lastEventOf } from '../../../support/genuine.ts';
import { mockGenuine } from '../../../support/genuine-mock.ts';
import { awsError } from '../../../support/mocked-clients.ts';
import { aPastTakeover, aRecord } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';

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

const EXECUTIONS = 'arn:aws:states:ap-northeast-1:123456789012:execution';
const NIGHT = `${EXECUTIONS}:failover-dev-rotation:of-a-night`;
const TAKEOVER = `${EXECUTIONS}:failover-dev-takeover:takeover-sophos-g1`;
const BEGAN = ago(90_000);
const PLACE = { zone: 'ap-northeast-1c', instanceType: 'm5.large', imageId: 'ami-new' };

const raw = (id: string, tags: Record<string, string>, more: object) => ({
  ...{ InstanceId: id, ImageId: PLACE.imageId, InstanceType: PLACE.instanceType as 'm5.large' },
  ...{ Placement: { AvailabilityZone: PLACE.zone }, State: { Name: 'running' as const }, ...more },
  Tags: tagList({ [TAG.appliance]: 'sophos', ...tags }),
});

/** As EC2 describes a proof of ours that a rotation left there two hours ago. */
const PROOF = raw(
  'i-proof',
  { [TAG.role]: 'proof', [TAG.owner]: 'failover-dev', [TAG.by]: NIGHT },
  {
    LaunchTime: new Date(ago(7_200)),
    ClientToken: proofTokenOf({ stage: 'dev', appliance: 'sophos', askedBy: NIGHT }, PLACE),
  },
);

const RETIRED = raw('i-retired', { [TAG.role]: 'retired', [TAG.by]: TAKEOVER }, {});

const LEFT = raw(
  'i-left',
  { [TAG.role]: 'replacement', [TAG.by]: TAKEOVER },
  {
    LaunchTime: new Date(ago(89_990)),
    ClientToken: launchTokenOf({ stage: 'dev', appliance: 'sophos', generation: 1, executionStart: BEGAN }, PLACE),
  },
);

/** The takeover of yesterday that took the traffic from `i-retired`. */
const YESTERDAY = aPastTakeover({
  ...{ startedAt: BEGAN, stoppedAt: ago(89_900), record: aRecord({ from: 'i-retired' }) },
  plan: aPlan({ old: { instanceId: 'i-retired' } }),
});

function tending({ proof = PROOF, retired = RETIRED, left = LEFT, past = YESTERDAY } = {}) {
  const duty = onDuty();
  mockGenuine(duty.sfn, past, 1);
  const night = { status: 'SUCCEEDED' as const, startDate: new Date(ago(10_000)), input: '{}' };
  duty.sfn.on(DescribeExecutionCommand, { executionArn: NIGHT }).resolves(night);
  for (const each of [proof, retired, left]) {
    duty.ec2
      .on(DescribeInstancesCommand, { InstanceIds: [each.InstanceId] })
      .resolves({ Reservations: [{ Instances: [each] }] });
  }
  return duty;
}

const NOTHING = { conditions: [], changes: [] };

async function tended(ones: One[], more: Partial<Relatives> = {}, duty = tending()) {
  return { ...(await tendRelatives(relativesOf(ones, more), duty.deps)), wrote: duty.wrote() };
}

describe('a retired instance', () => {
  const retired = (state: Reading): One[] => [{ id: 'i-retired', role: 'retired', state }];

  test.each(['running', 'pending'] as const)('that is %s is stopped by force and notified', async (state) => {
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

  test('is notified and left running in mode observe', async () => {
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

  test('that cannot be stopped is notified with the reason', async () => {
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
    const address = tagged({ [TAG.generation]: '2' });
    duty.ec2.on(DescribeAddressesCommand).resolves(listed(address));
    const startedBy = `${EXECUTIONS}:failover-dev-failover:e-2`;
    mockGenuine(duty.sfn, aPastTakeover({ status: 'RUNNING', plan: aPlan({ startedBy }) }), 2);
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

describe('what is tagged as retired, and no takeover of ours took the traffic from it, is left alone and named', () => {
  const other = (tags: Record<string, string>) => raw('i-retired', { [TAG.role]: 'retired', ...tags }, {});
  const undone = aRecord({ from: 'i-retired', moved: true, undone: true });

  test.each<[string, Parameters<typeof tending>[0], RegExp]>([
    ['without a pointer', { retired: other({}) }, /it has no tag failover:by/],
    ['with a pointer to a rotation', { retired: other({ [TAG.by]: NIGHT }) }, /is no takeover of sophos/],
    [
      'with a pointer to a takeover of another appliance',
      { retired: other({ [TAG.by]: TAKEOVER.replace('sophos', 'vpn') }) },
      /is no takeover of sophos/,
    ],
    [
      'with a pointer to a takeover that is not known',
      { retired: other({ [TAG.by]: TAKEOVER.replace('g1', 'g7') }) },
      /takeover 7 does not exist, or is older than 90 days/,
    ],
    [
      'by a takeover that names another instance',
      { past: aPastTakeover({ plan: aPlan() }) },
      /takeover 1 did not take the traffic from it/,
    ],
    [
      'by a takeover that rolled back',
      { past: { ...YESTERDAY, status: 'FAILED', record: undone } },
      /takeover 1 did not take the traffic from it/,
    ],
  ])('%s', async (_, story, why) => {
    const one: One[] = [{ id: 'i-retired', role: 'retired', state: 'running' }];
    const { conditions, changes, wrote } = await tended(one, {}, tending(story));
    expect({ changes, wrote }).toEqual({ changes: [], wrote: [] });
    expect(conditions).toEqual([{ kind: 'no-provenance', about: 'i-retired', detail: expect.stringMatching(why) }]);
  });

  test('by an execution that failover did not start', async () => {
    const duty = tending();
    const forged = { status: 'SUCCEEDED' as const, startDate: new Date(BEGAN), input: JSON.stringify(YESTERDAY.plan) };
    duty.sfn.on(DescribeExecutionCommand, { executionArn: TAKEOVER }).resolves(forged);
    const startedBy = { executionArn: YESTERDAY.plan?.startedBy ?? '' };
    const rehearsed = lastEventOf({ status: 'SUCCEEDED', output: '{"outcome":"rehearsed"}' });
    duty.sfn.on(GetExecutionHistoryCommand, startedBy).resolves({ events: [rehearsed] });
    const one: One[] = [{ id: 'i-retired', role: 'retired', state: 'running' }];
    const { conditions, wrote } = await tended(one, {}, duty);
    expect(wrote).toEqual([]);
    expect(conditions).toMatchObject([{ kind: 'no-provenance', detail: expect.stringMatching(/made another plan/) }]);
  });
});

describe('a replacement that no takeover uses', () => {
  const left = (state: Reading): One[] => [{ id: 'i-left', role: 'replacement', state }];

  test.each(['running', 'pending'] as const)('and that is %s is notified, and left to the next one', async (state) => {
    const detail = `i-left was launched by a takeover that did not use it, and is ${state}`;
    const conditions = [{ kind: 'leftover', about: 'i-left', detail }];
    expect(await tended(left(state))).toEqual({ conditions, changes: [], wrote: [] });
  });

  test('is not notified while a takeover may still come back for it', async () => {
    expect(await tended(left('running'), { takeoverLongOver: false })).toEqual({ ...NOTHING, wrote: [] });
  });

  test.each<Reading>(['stopped', 'unreadable'])('and that is %s is not notified', async (state) => {
    expect(await tended(left(state))).toEqual({ ...NOTHING, wrote: [] });
  });
});

describe('a proof that its rotation left', () => {
  const proof = (state: Reading): One[] => [{ id: 'i-proof', role: 'proof', state }];

  test('is terminated two hours after its launch, and notified', async () => {
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
    expect(await tended(proof('running'), {}, tending({ proof: young as typeof PROOF }))).toEqual({
      ...NOTHING,
      wrote: [],
    });
  });

  test('is left to a later sweep when EC2 does not describe it', async () => {
    const duty = tending();
    duty.ec2.on(DescribeInstancesCommand, { InstanceIds: ['i-proof'] }).rejects(awsError('InternalError', 500));
    expect(await tended(proof('running'), {}, duty)).toEqual({ ...NOTHING, wrote: [] });
  });

  test('is not touched in mode observe', async () => {
    const duty = tending();
    const observe = { appliance: anAppliance({ mode: 'observe' }) };
    expect(await tended(proof('running'), observe, duty)).toEqual({ ...NOTHING, wrote: [] });
    expect(duty.sent()).toEqual([]);
  });

  test("is notified, with what its tags lack, and not terminated when it is not this stack's", async () => {
    const Tags = tagList({ [TAG.role]: 'proof', [TAG.owner]: 'failover-prod', [TAG.by]: NIGHT });
    expect(await tended(proof('running'), {}, tending({ proof: { ...PROOF, Tags } }))).toEqual({
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

  test.each([
    ['with another token', { ...PROOF, ClientToken: 'a-token-of-theirs' }],
    ['without a pointer', { ...PROOF, Tags: PROOF.Tags.filter(({ Key }) => Key !== TAG.by) }],
  ])('is left alone and named when it was launched %s', async (_, planted) => {
    const detail =
      'i-proof carries our tags and is running, but no rotation of ours launched it as it runs now; it is left alone';
    expect(await tended(proof('running'), {}, tending({ proof: planted }))).toEqual({
      conditions: [{ kind: 'no-provenance', about: 'i-proof', detail }],
      changes: [],
      wrote: [],
    });
  });

  test('is notified when EC2 refuses to terminate it', async () => {
    const duty = tending();
    duty.ec2.on(TerminateInstancesCommand).rejects(awsError('OperationNotPermitted'));
    const { conditions, changes } = await tended(proof('running'), {}, duty);
    expect(conditions).toMatchObject([{ kind: 'leftover-proof', about: 'i-proof' }]);
    expect(changes).toEqual([]);
  });
});

describe('others that are tagged active', () => {
  const active = (state: Reading, id = 'i-b'): One => ({ id, role: 'active', state });

  test.each<Reading>(['pending', 'running', 'stopping', 'stopped'])('are notified while they are %s', async (state) => {
    expect(await tended([active(state), active('stopped', 'i-a')])).toEqual({
      conditions: [
        {
          kind: 'two-active',
          about: 'i-a i-b',
          detail:
            'i-old holds the address of sophos, and i-a, i-b is tagged active too: the address was moved without a takeover',
        },
      ],
      changes: [],
      wrote: [],
    });
  });

  test.each<Reading>(['shutting-down', 'terminated', 'absent', 'unreadable', 'unread'])(
    'do not count while they are %s',
    async (state) => expect(await tended([active(state)])).toEqual({ ...NOTHING, wrote: [] }),
  );

  test('are what a takeover leaves on its way, until it is over', async () => {
    expect(await tended([active('running')], { takeoverOver: false })).toEqual({ ...NOTHING, wrote: [] });
  });
});
