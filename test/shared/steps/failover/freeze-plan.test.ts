/** The frozen plan: everything of it comes from what was read and decided, and no route of a stranger is in it. */
import { describe, expect, test } from '@jest/globals';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import { RefusedError } from '../../../../shared/domain/errors.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { Finish } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { type Frozen, freezePlan } from '../../../../shared/steps/failover/freeze-plan.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { anAlarm, aPerson, described } from '../../../support/evidence.ts';
import { anImage } from '../../../support/images.ts';
import { diedSilently, failedPartlyApplied } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { anAddress, aRoute, NEW, OLD, someRoutes } from '../../../support/snapshots.ts';

const BLUEPRINT = { launchTemplate: { id: 'lt-1', version: '3' }, securityGroupIds: ['sg-1'] };
const STATUS = { status: 'impaired' } as const;
const SUBNETS = [
  { id: 'subnet-a', zone: 'ap-northeast-1a', freeAddresses: 9 },
  { id: 'subnet-c', zone: 'ap-northeast-1c', freeAddresses: 9 },
];
const OLDER = anImage({ id: 'ami-older', createdAt: '2026-11-19T03:00:00.000Z' });
const STARTED_BY = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:e-1';

const holder = (overrides: Partial<NonNullable<Frozen['holder']>> = {}): NonNullable<Frozen['holder']> => ({
  ...{ ...OLD, zone: 'ap-northeast-1a', reading: described(), raw: { reading: 'absent' } },
  ...{ status: STATUS, ...overrides },
});

const surroundings = (overrides: Partial<Frozen['surroundings']> = {}): Frozen['surroundings'] => ({
  ...{ subnets: SUBNETS, routes: someRoutes(), images: [anImage(), OLDER], ourInstanceIds: [] },
  ...overrides,
});

const freeze = (overrides: Partial<Frozen> = {}) =>
  freezePlan({
    ...{ appliance: anAppliance(), address: anAddress(), surroundings: surroundings(), holder: holder() },
    kept: { blueprint: BLUEPRINT, instanceType: 'm5.large' },
    decision: { act: 'take-over', detail: 'failed according to: EC2 status impaired; direct probe', avoidImageIds: [] },
    ...{ generation: 1, past: [], trigger: anAlarm(), owner: 'failover-dev', failedAt: '2026-11-21T02:59:30.000Z' },
    start: { executionId: STARTED_BY, startedAt: '2026-11-21T03:00:00.000Z', input: {} },
    now: '2026-11-21T03:00:03.000Z',
    ...overrides,
  });

const decided = (more: Partial<Frozen['decision']>): Frozen['decision'] => ({
  ...{ act: 'take-over', detail: 'failed', avoidImageIds: [] },
  ...more,
});

const finished = (plan: ReturnType<typeof aPlan> | undefined) =>
  decided({ finish: { instanceId: NEW.instanceId, takeover: diedSilently({ generation: 3, plan }) } });

test('a plan says everything that was read and decided, and nothing else', () => {
  const placement = { zone: 'ap-northeast-1c', subnetId: 'subnet-c', instanceType: 'm5.large' };
  expect(freeze()).toEqual(
    aPlan({
      placements: [
        { ...placement, imageId: 'ami-new' },
        { ...placement, imageId: 'ami-older' },
      ],
      imagesTakenAt: { 'ami-new': '2026-11-20T03:00:00.000Z', 'ami-older': '2026-11-19T03:00:00.000Z' },
    }),
  );
});

test("a person's switchover is one, and is not automatic", () => {
  const trigger = aPerson({ mode: 'switchover' });
  expect(freeze({ trigger })).toMatchObject({ mode: 'switchover', automatic: false, requestedBy: 'kim' });
});

test('an image that is to be avoided is neither placed nor listed', () => {
  const { placements, imagesTakenAt } = freeze({ decision: decided({ avoidImageIds: ['ami-new'] }) });
  expect(placements.map(({ imageId }) => imageId)).toEqual(['ami-older']);
  expect(imagesTakenAt).toEqual({ 'ami-older': '2026-11-19T03:00:00.000Z' });
});

test.each([
  ['the kept type first, then the configured ones, each once', 'm5.large', ['m6i.large', 'm5.large'], 2],
  ['only the configured ones when none is kept', '', ['m6i.large'], 1],
])('instance types are %s', (_, instanceType, instanceTypes, length) => {
  const { placements } = freeze({
    appliance: anAppliance({ instanceTypes }),
    kept: { blueprint: BLUEPRINT, instanceType },
    surroundings: surroundings({ images: [anImage()] }),
  });
  expect(placements.map((each) => each.instanceType)).toEqual(['m5.large', 'm6i.large'].slice(-length));
});

describe('when it failed', () => {
  const start = '2026-11-21T03:00:00.000Z';

  test('is the start of the failover machine, if only a person says so', () => {
    expect(freeze({ failedAt: undefined }).failedAt).toBe(start);
  });

  test('is what the unfinished takeover had found, for that outage never ended', () => {
    const plan = aPlan({ failedAt: '2026-11-21T02:30:00.000Z' });
    expect(freeze({ decision: finished(plan) }).failedAt).toBe('2026-11-21T02:30:00.000Z');
  });

  test('is what is known now, if the unfinished takeover left no plan', () => {
    expect(freeze({ decision: finished(undefined) }).failedAt).toBe('2026-11-21T02:59:30.000Z');
  });
});

describe('the old instance', () => {
  test('of a takeover to be finished is the one that it took the traffic from, not the holder', () => {
    const first = { instanceId: 'i-first', networkInterfaceId: 'eni-first', zone: 'ap-northeast-1d' };
    const { old, finish } = freeze({
      decision: finished(aPlan({ old: first })),
      holder: holder({ ...NEW, zone: 'ap-northeast-1c' }),
    });
    expect({ old, finish }).toMatchObject({ old: first, finish: { instanceId: NEW.instanceId, generation: 3 } });
  });

  test('is the holder, where the takeover to be finished left no plan', () => {
    expect(freeze({ decision: finished(undefined) }).old).toEqual({ ...OLD, zone: 'ap-northeast-1a' });
  });

  test('is absent when the address has no holder, present or past, and then every zone is as good', () => {
    const nobody = { holder: undefined, surroundings: surroundings({ images: [anImage()] }) };
    const { old, placements, instanceName } = freeze(nobody);
    expect(old).toBeUndefined();
    expect(placements.map(({ subnetId }) => subnetId)).toEqual(['subnet-a', 'subnet-c']);
    expect(instanceName).toBe('sophos');
  });
});

describe('a route', () => {
  const aimed = (at: { instanceId?: string; networkInterfaceId: string }) => [
    aRoute({
      target: { kind: 'network-interface', id: at.networkInterfaceId, instanceId: at.instanceId, blackhole: false },
    }),
  ];
  const nameless = (networkInterfaceId: string) => aimed({ networkInterfaceId });
  const first = { instanceId: 'i-first', networkInterfaceId: 'eni-first', zone: 'ap-northeast-1d' };
  const fresh = holder({ reading: described({ networkInterfaceIds: ['eni-second'] }) });

  test.each<[string, Partial<Frozen>, ReturnType<typeof aimed>]>([
    ['an instance tagged as ours', {}, aimed({ instanceId: 'i-ours', networkInterfaceId: 'eni-x' })],
    ['the holder', {}, aimed({ instanceId: 'i-old', networkInterfaceId: 'eni-x' })],
    ['any interface of the holder', { holder: fresh }, nameless('eni-second')],
    ['the interface that has the address', { holder: undefined }, nameless('eni-old')],
    ['the first of a takeover to be finished', { decision: finished(aPlan({ old: first })) }, nameless('eni-first')],
    [
      'that first one by its id',
      { decision: finished(aPlan({ old: first })) },
      aimed({ instanceId: 'i-first', networkInterfaceId: 'eni-x' }),
    ],
  ])('to %s is ours', (_, more, routes) => {
    expect(freeze({ ...more, surroundings: surroundings({ routes, ourInstanceIds: ['i-ours'] }) }).routes).toBe(routes);
  });

  test.each([
    ['another instance', undefined, 'i-theirs', 'eni-theirs'],
    ['ours by a tag that EC2 could not tell', undefined, 'i-ours', 'eni-x'],
  ])('to %s refuses the whole plan, naming it', (_, ourInstanceIds, instanceId, networkInterfaceId) => {
    const routes = aimed({ instanceId, networkInterfaceId });
    const frozen = { surroundings: surroundings({ routes, ourInstanceIds }) };
    expect(() => freeze(frozen)).toThrow(RefusedError);
    expect(() => freeze(frozen)).toThrow(`10.242.2.0/24 in rtb-a -> ${networkInterfaceId}`);
  });

  test('to the interface of a holder that cannot be read is ours only by its id', () => {
    const unreadable = { reading: 'unreadable', why: 'dark', throttled: false } as const;
    const frozen = { holder: holder({ reading: unreadable, networkInterfaceId: 'eni-kept' }) };
    expect(freeze({ ...frozen, surroundings: surroundings({ routes: nameless('eni-kept') }) }).routes).toHaveLength(1);
    expect(() => freeze({ ...frozen, surroundings: surroundings({ routes: nameless('eni-other') }) })).toThrow();
  });
});

describe('the name of the replacement', () => {
  const unnamed = holder({ reading: described({ tags: { [TAG.role]: 'active' } }) });

  test('is what the holder has, for any configuration', () => {
    const worn = holder({ reading: described({ tags: { Name: 'sophos-tokyo' } }) });
    expect(freeze({ holder: worn }).instanceName).toBe('sophos-tokyo');
  });

  test.each([
    ['the configured Name', 'vpn-i-', 'vpn-i-'],
    ["the appliance's name, when the instance is configured by its id", 'i-0a1b2c3d', 'sophos'],
  ])('is %s when the holder wears none', (_, instance, name) => {
    expect(freeze({ appliance: anAppliance({ instance }), holder: unnamed }).instanceName).toBe(name);
  });
});

describe('of a partially applied takeover, in the plan of the one that finishes it,', () => {
  const died = diedSilently({ generation: 3, plan: aPlan(), stoppedAt: '2026-11-21T02:50:00.000Z' });
  const finishing = (takeover: PastTakeover, address = anAddress()) =>
    freeze({ decision: decided({ finish: { instanceId: NEW.instanceId, takeover } }), address }).finish;
  const before: Finish = { ...{ instanceId: 'i-second', generation: 2 }, since: '2026-11-21T02:30:00.000Z' };

  test('counts from when the first takeover ended that left it so', () => {
    expect(finishing(died)?.since).toBe('2026-11-21T02:50:00.000Z');
    const { stoppedAt, ...unended } = died;
    expect(finishing(unended)?.since).toBe(died.startedAt);
    expect(finishing({ ...died, plan: aPlan({ finish: before }) })?.since).toBe('2026-11-21T02:30:00.000Z');
  });

  test('names every replacement that may have had some of the traffic, once, and never the old instance', () => {
    expect(finishing(died)?.passedOver).toEqual([NEW.instanceId]);
    const plan = aPlan({ finish: { ...before, passedOver: ['i-first', 'i-second'] } });
    const found = { ...plan.address, instanceId: 'i-second' };
    const failed = failedPartlyApplied({ to: 'i-third' }, { plan: { ...plan, address: found } });
    const all = ['i-first', 'i-second', 'i-third', NEW.instanceId, 'i-fifth'];
    expect(finishing(failed, anAddress({ instanceId: 'i-fifth' }))?.passedOver).toEqual(all);
    expect(finishing(failed, anAddress({ instanceId: undefined }))?.passedOver).toEqual(all.slice(0, -1));
  });
});

describe('the old instance of an address that is attached to nothing, which only a tag names,', () => {
  const unattached = anAddress({ instanceId: undefined, networkInterfaceId: undefined, associationId: undefined });
  const past = [failedPartlyApplied({ from: 'i-before', to: OLD.instanceId })];
  const fromImage = [anImage({ sourceInstanceId: OLD.instanceId })];

  test.each<[string, Partial<Frozen>]>([
    ['no takeover and no image knows it', {}],
    [
      'an earlier takeover names others',
      {
        past: [
          failedPartlyApplied(
            { from: 'i-before', to: 'i-after' },
            { plan: aPlan({ old: { instanceId: 'i-before' } }) },
          ),
        ],
      },
    ],
  ])('is not in the plan while it runs and %s, so nothing stops it', (_, more) => {
    expect(freeze({ address: unattached, ...more }).old).toBeUndefined();
  });

  test.each<[string, Partial<Frozen>]>([
    ['an earlier takeover moved the traffic to it', { past }],
    ['an image of the appliance was taken of it', { surroundings: surroundings({ images: fromImage }) }],
    ['it is gone, so there is nothing to stop', { holder: holder({ reading: { reading: 'absent' } }) }],
  ])('is in the plan when %s', (_, more) => {
    expect(freeze({ address: unattached, ...more }).old).toMatchObject({ instanceId: OLD.instanceId });
  });
});

test('a planned move out of an avoided zone does not end there, and a failover may', () => {
  const address = anAddress({ tags: { [TAG.avoidZones]: 'ap-northeast-1a until 2026-11-21T09:00:00.000Z' } });
  const ok = { status: 'ok' } as const;
  const zonesOf = (trigger: Frozen['trigger']): string[] => {
    const { placements } = freeze({ address, trigger, holder: holder({ status: ok }) });
    return [...new Set(placements.map(({ zone }) => zone))];
  };
  expect(zonesOf(aPerson({ mode: 'switchover' }))).toEqual(['ap-northeast-1c']);
  expect(zonesOf(aPerson({ mode: 'failover' }))).toEqual(['ap-northeast-1c', 'ap-northeast-1a']);
});
