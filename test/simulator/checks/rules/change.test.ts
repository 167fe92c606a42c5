/** Every invariant of one takeover: a story that keeps it, and one that breaks it. */
import { describe, expect, test } from '@jest/globals';
import type { Problem, ProblemKind } from '../../../../shared/domain/problem.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { violationsOf } from '../../../../simulator/checks/rules/change.ts';
import type { Deed } from '../../../../simulator/checks/rules/deed.ts';
import { fromOlderGeneration } from '../../../../simulator/checks/rules/lock.ts';
import { violationsAtEnd } from '../../../../simulator/checks/rules/takeover-shape.ts';
import { aPlan } from '../../../support/plans.ts';
import {
  aimedAt,
  anAddress,
  anInstance,
  aReplacement,
  aRoute,
  NEW,
  OLD,
  someRoutes,
  someTraffic,
} from '../../../support/snapshots.ts';
import { AS_FOUND, aLaunch, anAddressMove, aRouteWrite, aStop, aStory, SET_BACK } from '../../../support/stories.ts';

const NAT = { instanceId: 'i-nat', networkInterfaceId: 'eni-nat' };
const somebodys = aimedAt(NAT);
const half = someTraffic(OLD, { address: anAddress(NEW) });
const paused = anAddress({ tags: { [TAG.pausedUntil]: '2026-11-21T04:00:00.000Z' } });
const down = [anInstance({ state: 'stopped' }), aReplacement()];

describe('a takeover that goes well', () => {
  test('keeps every invariant in each of its deeds and at its end', () => {
    const story = aStory();
    expect(story.deeds.flatMap((deed) => violationsOf(deed, story.plan))).toEqual([]);
    expect(violationsAtEnd(story)).toEqual([]);
  });
});

type Row = { what: string; deed: Deed; violates: string; plan?: Parameters<typeof aPlan>[0] };

const broken: Row[] = [
  {
    what: 'a write by an older generation',
    deed: anAddressMove({ newestGeneration: 2 }),
    violates: 'S1: move-traffic of generation 1 did move address 203.0.113.10 while 2 exists',
  },
  {
    what: 'a stop while the old one still holds the address',
    deed: aStop({ traffic: someTraffic(OLD) }),
    violates: 'S3: i-old was stopped while i-old held the address',
  },
  {
    what: 'a stop while the address has no holder',
    deed: aStop({
      traffic: someTraffic(NEW, { address: anAddress({ instanceId: undefined, networkInterfaceId: undefined }) }),
    }),
    violates: 'S3: i-old was stopped while the address had no holder',
  },
  {
    what: 'a stop before the replacement runs',
    deed: aStop({ instances: [anInstance(), aReplacement({ state: 'pending' })] }),
    violates: 'S3: i-old was stopped while i-new held the address',
  },
  {
    what: 'a stop while the replacement has been down for a while',
    deed: aStop({
      instances: [anInstance(), aReplacement({ state: 'stopped' })],
      holderDownAt: '2026-11-21T03:00:00.000Z',
      at: '2026-11-21T03:00:15.000Z',
    }),
    violates: 'S3: i-old was stopped while i-new held the address',
  },
  {
    what: 'an address rolled back to an instance that is down',
    deed: anAddressMove({ traffic: someTraffic(NEW), instanceId: OLD.instanceId, instances: down }),
    violates: 'S5: address 203.0.113.10 was rolled back to i-old, which is not running',
  },
  {
    what: 'an automatic move during a pause',
    deed: anAddressMove({ traffic: someTraffic(OLD, { address: paused }) }),
    violates: 'S9: traffic moved while paused until 2026-11-21T04:00:00.000Z',
  },
  {
    what: 'a launch in a zone that the plan does not name',
    deed: aLaunch({ instance: aReplacement({ zone: 'ap-northeast-1d' }) }),
    violates: 'S13: launch-replacement did launch m5.large in ap-northeast-1d from ami-new, which is not in the plan',
  },
  {
    what: 'a move of another address',
    deed: anAddressMove({ traffic: someTraffic(OLD, { address: anAddress({ allocationId: 'eipalloc-2' }) }) }),
    violates: 'S13: move-traffic did move address 203.0.113.10, which is not in the plan',
  },
  {
    what: 'a route that the plan does not name',
    deed: aRouteWrite({ routeTableId: 'rtb-z' }),
    violates: 'S13: move-traffic did move route 10.242.2.0/24 in rtb-z, which is not in the plan',
  },
  {
    what: 'a stop of a bystander',
    deed: aStop({ instanceId: 'i-bystander' }),
    violates: 'S13: stop-failed did stop i-bystander, which is not in the plan',
  },
  {
    what: "a write of another owner's route",
    deed: aRouteWrite({ traffic: someTraffic(OLD, { routes: [aRoute({ target: somebodys })] }) }),
    violates: 'S16: move-traffic took 10.242.2.0/24 in rtb-a -> eni-nat, which is not ours',
  },
];

describe('among the deeds of a takeover, the invariants find', () => {
  test.each(broken)('$what', ({ deed, violates }) => {
    expect(violationsOf(deed, aPlan())).toEqual([violates]);
  });

  test('the instance that got the address since the plan was made, and a route to one that is not ours', () => {
    const strange = anInstance({
      id: 'i-strange',
      networkInterfaceIds: ['eni-strange'],
      tags: { Name: 'somebody-else' },
    });
    const address = anAddress({ instanceId: strange.id });
    const given = someTraffic(OLD, { address });
    const instances = [anInstance(), aReplacement(), strange];
    const taken = ['S16: move-traffic took 203.0.113.10 -> i-strange, which is not ours'];
    expect(violationsOf(anAddressMove({ traffic: given, instances }), aPlan())).toEqual(taken);
    const [, other] = someRoutes();
    const routes = [
      aRoute({ target: { kind: 'network-interface', id: 'eni-strange', blackhole: false } }),
      ...(other ? [other] : []),
    ];
    const written = ['S16: move-traffic took 10.242.2.0/24 in rtb-a -> eni-strange, which is not ours'];
    expect(violationsOf(aRouteWrite({ traffic: someTraffic(OLD, { address, routes }), instances }), aPlan())).toEqual(
      written,
    );
    const touchedAt = '2026-11-21T03:00:20.000Z';
    expect(violationsOf(anAddressMove({ traffic: given, instances, touchedAt }), aPlan())).toEqual([]);
    const launched = { ...strange, tags: { [TAG.appliance]: 'sophos' } };
    expect(violationsOf(anAddressMove({ traffic: given, instances: [anInstance(), launched] }), aPlan())).toEqual([]);
  });

  test('S1: any other change by an older generation', () => {
    const older = { by: 'close-takeover', generation: 1, newestGeneration: 2 };
    expect(fromOlderGeneration(older, 'changed tags of i-new')).toEqual([
      'S1: close-takeover of generation 1 changed tags of i-new while 2 exists',
    ]);
    expect(fromOlderGeneration({ ...older, newestGeneration: 1 }, 'changed tags of i-new')).toEqual([]);
  });

  test('a route that is rolled back to an old one that does not run', () => {
    const back = aRouteWrite({ traffic: someTraffic(NEW), networkInterfaceId: OLD.networkInterfaceId });
    expect(violationsOf(back, aPlan())).toEqual([]);
    const instances = [anInstance({ state: 'stopped' }), aReplacement()];
    expect(violationsOf({ ...back, instances }, aPlan())).toEqual([
      'S5: route 10.242.2.0/24 in rtb-a was rolled back to i-old, which is not running',
    ]);
  });

  test('a stop while a route still leads to the old one, by name', () => {
    expect(violationsOf(aStop({ traffic: half }), aPlan())).toEqual([
      'S3: i-old was stopped while 10.242.2.0/24 in rtb-a -> eni-old',
      'S3: i-old was stopped while 10.242.2.0/24 in rtb-c -> eni-old',
    ]);
  });
});

describe('what an earlier takeover launched and did not use', () => {
  const LEFT = { instanceId: 'i-left', networkInterfaceId: 'eni-left' };
  const left = anInstance({
    ...{ id: LEFT.instanceId, networkInterfaceIds: [LEFT.networkInterfaceId] },
    tags: { [TAG.appliance]: 'sophos', [TAG.role]: 'replacement', [TAG.generation]: '1' },
  });
  const ending = (traffic: Deed['traffic'], generation = 2, plan: Parameters<typeof aPlan>[0] = {}): string[] =>
    violationsOf(
      aStop({
        ...{ instanceId: LEFT.instanceId, traffic, generation, newestGeneration: generation },
        instances: [anInstance(), left],
      }),
      aPlan({ generation, ...plan }),
    );

  test.each([1, 2])('may be ended by generation %i once nothing leads to it', (generation) => {
    expect(ending(someTraffic(), generation)).toEqual([]);
  });

  test.each([
    ['the address', someTraffic(OLD, { address: anAddress(LEFT) })],
    ['a route', someTraffic(OLD, { routes: [aRoute({ target: aimedAt(LEFT) })] })],
  ])('may not be ended while %s leads to it, not even by the takeover that launched it', (_, traffic) => {
    const beyond = 'S13: stop-failed did stop i-left, which is not in the plan';
    expect(ending(traffic)).toContain(beyond);
    expect(ending(traffic, 1)).toContain(beyond);
  });

  test('may not be ended by a takeover that takes traffic from it: it is retired', () => {
    const finish = { generation: 1, instanceId: NEW.instanceId, passedOver: [LEFT.instanceId] };
    expect(ending(someTraffic(), 2, { finish })).toContain(
      'S13: stop-failed did stop i-left, which is not in the plan',
    );
  });

  test('is no such thing when the traffic is taken from it, with any tag', () => {
    const old = { instanceId: LEFT.instanceId };
    const deed = aStop({ instanceId: LEFT.instanceId, traffic: someTraffic(), generation: 2, instances: [left] });
    expect(violationsOf(deed, aPlan({ generation: 2, old })).join()).toContain('S3: i-left was stopped while');
  });

  test('may not be ended by an earlier one', () => {
    expect(ending(someTraffic(), 0)).toContain('S13: stop-failed did stop i-left, which is not in the plan');
  });
});

describe('the invariants allow', () => {
  test.each<{ what: string; deed: Deed; plan?: Parameters<typeof aPlan>[0] }>([
    {
      what: 'an early stop when a licence forbids two copies',
      deed: aStop({ traffic: someTraffic() }),
      plan: { fencing: 'stop-first' },
    },
    {
      what: 'an undo while the old one is up',
      deed: anAddressMove({ traffic: someTraffic(NEW), instanceId: OLD.instanceId }),
    },
    {
      what: 'a person to move during a pause',
      deed: anAddressMove({ traffic: someTraffic(OLD, { address: paused }) }),
      plan: { automatic: false },
    },
    {
      what: 'an automatic move after a pause',
      deed: anAddressMove({ at: '2026-11-21T04:00:01.000Z', traffic: someTraffic(OLD, { address: paused }) }),
    },
    {
      what: 'the second half of a move that a pause came into',
      deed: aRouteWrite({ traffic: someTraffic(OLD, { address: { ...paused, ...NEW } }) }),
    },
    {
      what: "a write of another owner's blackhole",
      deed: aRouteWrite({ traffic: someTraffic(OLD, { routes: [aRoute({ target: aimedAt(NAT, true) })] }) }),
    },
    {
      what: 'a write of an absent route',
      deed: aRouteWrite({ traffic: someTraffic(OLD, { routes: [aRoute({ target: { kind: 'absent' } })] }) }),
    },
  ])('$what', ({ deed, plan }) => {
    expect(violationsOf(deed, aPlan(plan))).toEqual([]);
  });
});

describe('at the end of a takeover', () => {
  const story = aStory();
  const ended = (end: Partial<typeof story.end>) => ({ ...story, end: { ...story.end, ...end } });
  const found = { ...story.end, traffic: someTraffic(OLD), alarms: AS_FOUND };
  const idle = { succeeded: false, deeds: [aLaunch()], end: found };

  test('S2: routes and address stand at one place', () => {
    expect(violationsAtEnd(ended({ traffic: half }))).toEqual([
      'S2: at the end 10.242.2.0/24 in rtb-a -> eni-old',
      'S2: at the end 10.242.2.0/24 in rtb-c -> eni-old',
    ]);
    const nobody = someTraffic(NEW, { address: anAddress({ instanceId: undefined, networkInterfaceId: undefined }) });
    expect(violationsAtEnd(ended({ traffic: nobody }))).toEqual(['S2: at the end the address has no holder']);
  });

  test('S2: one that says that it was undone is held to it', () => {
    const undone = { ...story, succeeded: false, answered: false, undone: true };
    expect(violationsAtEnd({ ...undone, end: { ...story.end, traffic: someTraffic(OLD) } })).toEqual([]);
    expect(violationsAtEnd({ ...undone, end: { ...story.end, traffic: half } })).toHaveLength(2);
  });

  test('S3: an instance is left that runs or can be started', () => {
    const gone = [anInstance({ state: 'terminated' }), aReplacement({ state: 'terminated' })];
    expect(violationsAtEnd(ended({ instances: gone }))).toEqual([
      'S3: no instance is left that runs or could be started',
    ]);
    expect(violationsAtEnd({ ...ended({ instances: gone }), plan: aPlan({ fencing: 'stop-first' }) })).toEqual([]);
  });

  test('S4: one that failed before its first move left the traffic, and one leftover at most', () => {
    expect(violationsAtEnd({ ...story, ...idle })).toEqual([]);
    expect(violationsAtEnd({ ...story, ...idle, end: { ...story.end, traffic: someTraffic(NEW) } })).toEqual([
      'S4: nothing was moved, yet i-new holds the address',
    ]);
    const instances = [anInstance(), aReplacement(), aReplacement({ id: 'i-newer', state: 'pending' })];
    expect(violationsAtEnd({ ...story, ...idle, end: { ...found, instances } })).toEqual([
      'S4: 2 leftovers: i-new, i-newer',
    ]);
    const retired = anInstance({ tags: { [TAG.role]: 'retired' } });
    const over = { ...found, instances: [retired] };
    expect(violationsAtEnd({ ...story, ...idle, end: over })).toEqual([
      'S4: nothing was moved, yet i-old, which carries the traffic, is tagged retired',
    ]);
    const before = [aLaunch({ instances: [retired] })];
    expect(violationsAtEnd({ ...story, ...idle, deeds: before, end: over })).toEqual([]);
  });

  test.each([
    { what: 'the status check alarm still watches the old one', kind: 'status-check', alarm: OLD },
    { what: 'an alarm is missing', kind: 'probe', alarm: undefined },
    { what: 'an alarm kept its state', kind: 'probe', alarm: { state: 'ALARM', since: '2026-11-21T02:59:00.000Z' } },
  ] as const)('S12: a success is wrong when $what, unless it says so itself', ({ kind, alarm }) => {
    const alarms = { ...story.end.alarms, [kind]: alarm && { ...SET_BACK, ...alarm } };
    const problem = (which: ProblemKind): Problem => ({ kind: which, text: 'any words' });
    expect(violationsAtEnd(ended({ alarms }))).toEqual([expect.stringMatching(new RegExp(`^S12: .*${kind} alarm`))]);
    expect(violationsAtEnd({ ...ended({ alarms }), problems: [problem('alarm-not-set')] })).toEqual([]);
    const beside = (['stop-refused', 'stop-unseen', 'route-table-gone', 'not-tagged'] as const).map(problem);
    expect(violationsAtEnd({ ...ended({ alarms }), problems: beside })).toHaveLength(1);
  });

  test('S12: a state that was evaluated after the move is about the new one', () => {
    const evaluated = { state: 'OK', since: '2026-11-21T03:01:00.000Z' } as const;
    expect(violationsAtEnd(ended({ alarms: { ...story.end.alarms, probe: evaluated } }))).toEqual([]);
  });

  test('S6: no token has launched twice', () => {
    const again = aLaunch({ instance: aReplacement({ id: 'i-newer' }) });
    expect(violationsAtEnd({ ...story, deeds: [...story.deeds, again] })).toEqual([
      'S6: i-newer was launched with a token that had launched already',
    ]);
  });

  test('S6: no place has a second replacement beside one that is alive, with any token', () => {
    const [first] = story.deeds.flatMap((deed) => (deed.kind === 'launch' ? [deed] : []));
    const id = first?.instance.id;
    const again = (state: 'running' | 'terminated') =>
      aLaunch({
        instance: aReplacement({ id: 'i-newer' }),
        clientToken: 'token-2',
        instances: [anInstance(), aReplacement({ state })],
      });
    expect(violationsAtEnd({ ...story, deeds: [...story.deeds, again('terminated')] })).toEqual([]);
    expect(violationsAtEnd({ ...story, deeds: [...story.deeds, again('running')] })).toEqual([
      `S6: i-newer was launched in the same place as ${id}, which was alive`,
    ]);
  });
});
