/** What people do beside a takeover: what it must respect, what it could not have seen, and what it may roll back. */
import { describe, expect, test } from '@jest/globals';
import { plusSeconds } from '../../../../shared/domain/instants.ts';
import { type Route, TAG } from '../../../../shared/domain/snapshot.ts';
import type { Traffic } from '../../../../shared/domain/traffic/part.ts';
import { violationsOf } from '../../../../simulator/checks/rules/change.ts';
import type { Deed } from '../../../../simulator/checks/rules/deed.ts';
import { movedAfterItsEnd, violationsAtEnd } from '../../../../simulator/checks/rules/takeover-shape.ts';
import { aPlan } from '../../../support/plans.ts';
import {
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

const plan = aPlan();

describe('S15: no failback', () => {
  const instances = [anInstance(), aReplacement({ tags: { [TAG.role]: 'retired', [TAG.generation]: '1' } })];

  test('the address never goes to a retired instance', () => {
    expect(violationsOf(anAddressMove({ instances }), plan)).toEqual([
      'S15: the address was given back to i-new, which is retired',
    ]);
    expect(violationsOf(anAddressMove(), plan)).toEqual([]);
  });

  test('an undo to the old one is none', () => {
    const old = { instances: [anInstance({ tags: { [TAG.role]: 'retired' } })], instanceId: OLD.instanceId };
    expect(violationsOf(anAddressMove(old), plan)).toEqual([]);
  });
});

describe('S16: an address of another owner', () => {
  const traffic = someTraffic(OLD, { address: anAddress({ tags: { [TAG.owner]: 'failover-prod' } }) });

  test.each([
    ['move address 203.0.113.10', anAddressMove({ traffic })],
    ['move route 10.242.2.0/24 in rtb-a', aRouteWrite({ traffic })],
  ])('is touched by no %s', (what, deed) => {
    expect(violationsOf(deed, plan)).toEqual([
      `S16: move-traffic did ${what} for an address of failover-prod, and works for failover-dev`,
    ]);
  });
});

describe('what others did', () => {
  const stranger = aRoute({ target: { kind: 'other', id: 'vgw-1', blackhole: false } });
  const traffic = someTraffic(NEW, { routes: [stranger, aRoute({ routeTableId: 'rtb-c' })] });
  const deeds = { at: '2026-11-21T03:00:30.000Z', traffic };

  test.each([
    ['a route', aRouteWrite(deeds), 'S16'],
    ['a stop', aStop(deeds), 'S3'],
  ])('counts for %s once it could be seen', (_what, deed, rule) => {
    const seen = { ...deed, touchedAt: '2026-11-21T03:00:15.000Z' };
    expect(violationsOf(seen, plan).join()).toContain(rule);
    const unseen = { ...deed, touchedAt: '2026-11-21T03:00:15.001Z' };
    expect(violationsOf(unseen, plan)).toEqual([]);
    // Its request was under way for a while, and cannot be called back.
    expect(violationsOf({ ...seen, sentAt: '2026-11-21T03:00:20.000Z' }, plan)).toEqual([]);
    expect(violationsOf({ ...seen, sentAt: '2026-11-21T03:00:30.000Z' }, plan).join()).toContain(rule);
  });

  test('a replacement that went down seconds before the old one was stopped could not be seen either', () => {
    const deed = aStop({
      at: '2026-11-21T03:00:15.000Z',
      instances: [anInstance(), aReplacement({ state: 'stopping' })],
    });
    expect(violationsOf({ ...deed, holderDownAt: '2026-11-21T03:00:00.001Z' }, plan)).toEqual([]);
    expect(violationsOf({ ...deed, holderDownAt: '2026-11-21T03:00:00.000Z' }, plan).join()).toContain('S3');
  });

  test('right before the end of a takeover belongs to the sweep, and long before it to the takeover', () => {
    const end = { ...aStory().end, traffic };
    const unseen = aStory({ end: { ...end, touchedAt: '2026-11-21T03:01:50.000Z' } });
    expect(violationsAtEnd(unseen)).toEqual([]);
    const closing = { endedAt: '2026-11-21T03:03:00.000Z', closingAt: '2026-11-21T03:02:00.000Z' };
    expect(violationsAtEnd(aStory({ ...closing, end: { ...end, touchedAt: '2026-11-21T03:02:40.000Z' } }))).toEqual([]);
    const seen = aStory({ end: { ...end, touchedAt: '2026-11-21T03:01:40.000Z' } });
    expect(violationsAtEnd(seen).join()).toContain('S2: at the end 10.242.2.0/24 in rtb-a -> vgw-1');
  });
});

describe('S2: rolled back', () => {
  const routes = [aRoute({ target: { kind: 'other', id: 'vgw-1', blackhole: false } })];
  const apart = someTraffic(OLD, { routes });
  const led = { succeeded: false, undone: true, answered: false };

  test('to what was apart before is what was found', () => {
    const found = aPlan({ routes });
    expect(violationsAtEnd(aStory({ ...led, plan: found, end: { ...aStory().end, traffic: apart } }))).toEqual([]);
  });

  const ended = { ...led, end: { ...aStory().end, traffic: apart } };

  test('to anything else that is apart is not', () => {
    expect(violationsAtEnd(aStory(ended))).toEqual(['S2: at the end 10.242.2.0/24 in rtb-a -> vgw-1']);
  });

  test('what others have moved since it was rolled back is theirs', () => {
    const { deeds } = aStory();
    const last = deeds.at(-1)?.at ?? '';
    const touched = (touchedAt: string): string[] =>
      violationsAtEnd(aStory({ ...ended, end: { ...ended.end, touchedAt } }));
    expect(touched(plusSeconds(last, 20))).toEqual([]);
    expect(touched(plusSeconds(last, -20))).toHaveLength(1);
  });

  test('what it never moved stands where others have put it', () => {
    expect(violationsAtEnd(aStory({ ...ended, deeds: [aLaunch(), anAddressMove()] }))).toEqual([]);
  });
});

describe('S2: a takeover that says that it moved nothing', () => {
  const silent = { succeeded: false, answered: false, unmoved: true };

  test('has moved nothing that is still moved', () => {
    const said = 'S2: generation 1 moved some of the traffic, and says that it moved none';
    expect(violationsAtEnd(aStory(silent))).toContain(said);
    expect(violationsAtEnd(aStory({ ...silent, unmoved: false }))).not.toContain(said);
    const back = { ...aStory().end, traffic: someTraffic() };
    expect(violationsAtEnd(aStory({ ...silent, end: back }))).not.toContain(said);
    expect(violationsAtEnd(aStory({ ...silent, deeds: [aLaunch()] }))).not.toContain(said);
  });
});

describe('S2: after its end', () => {
  const at = '2026-11-21T03:02:00.001Z';
  const undone = aStory({ succeeded: false, answered: false, undone: true });
  const moved = (deed: Deed, story = undone): string[] => movedAfterItsEnd(deed, story, () => false);
  const said = 'S2: generation 1 did move address 203.0.113.10 after it had ended and said that nothing was left of it';

  test('a takeover that led the traffic back, or says that it moved nothing, moves none of it', () => {
    expect(moved(anAddressMove({ at }))).toEqual([said]);
    expect(moved(anAddressMove({ at }), { ...undone, undone: false, unmoved: true })).toEqual([said]);
    expect(moved(aRouteWrite({ at }))).toHaveLength(1);
  });

  test('it does no wrong with what came before, with a stop, or with what it could not see', () => {
    expect(moved(anAddressMove())).toEqual([]);
    expect(moved(aStop({ at }))).toEqual([]);
    expect(movedAfterItsEnd(anAddressMove({ at }), undone, () => true)).toEqual([]);
  });

  test('one that leaves something to be finished may', () => {
    expect(moved(anAddressMove({ at }), { ...undone, undone: false })).toEqual([]);
  });
});

describe('S2: in flight', () => {
  test('the address and the routes are apart for no longer than MoveTraffic is repeated', () => {
    const late = (at: string) => aStory({ deeds: [aLaunch(), anAddressMove(), aRouteWrite({ at }), aStop()] });
    expect(violationsAtEnd(late('2026-11-21T03:18:30.000Z'))).toEqual([]);
    expect(violationsAtEnd(late('2026-11-21T03:18:31.000Z'))).toEqual(['S2: address and routes were apart for 1081 s']);
  });
});

describe('S3: when no instance is left', () => {
  const end = { ...aStory().end, instances: [anInstance({ state: 'terminated' })] };
  const violations = (deeds: Deed[]): string[] =>
    violationsAtEnd(aStory({ succeeded: false, answered: false, end, deeds }));
  const taken = 'S3: no instance is left that runs or could be started';

  test('it was the takeover that took the last one which ran', () => {
    expect(violations([aLaunch(), aStop()])).toContain(taken);
  });

  test('others took them, or EC2 never brought it out of pending', () => {
    expect(violations([aLaunch()])).toEqual([]);
    const instances = [anInstance({ state: 'terminated' }), aReplacement({ state: 'pending' })];
    expect(violations([aLaunch(), aStop({ instances, instanceId: NEW.instanceId })])).toEqual([]);
  });
});

test('S4: a leftover that EC2 was asked to end is left to people', () => {
  const instances = [anInstance(), aReplacement(), aReplacement({ id: 'i-newer' })];
  const end = { traffic: someTraffic(), instances, alarms: AS_FOUND };
  const failed = { succeeded: false, answered: false, deeds: [aLaunch()], end };
  expect(violationsAtEnd(aStory(failed))).toEqual(['S4: 2 leftovers: i-new, i-newer']);
  expect(violationsAtEnd(aStory({ ...failed, outOfReach: ['i-newer'] }))).toEqual([]);
});

test('S6: after success all that runs beside the active one is named, unless it could not be known, or others moved', () => {
  const end = {
    ...aStory().end,
    instances: [...aStory().end.instances, aReplacement({ id: 'i-clone', networkInterfaceIds: ['eni-clone'] })],
  };
  expect(violationsAtEnd(aStory({ end }))).toEqual(['S6: i-clone runs beside the active one, and is not used']);
  expect(violationsAtEnd(aStory({ end, outOfReach: ['i-clone'] }))).toEqual([]);
  const touchedAt = '2026-11-21T03:01:58.000Z';
  expect(violationsAtEnd(aStory({ end: { ...end, touchedAt } }))).toEqual([]);
});

test('S4: the one that held the address from the beginning is no leftover, with any tag', () => {
  const instances = [anInstance({ state: 'stopped' }), aReplacement(), aReplacement({ id: 'i-newer' })];
  const end = { ...aStory().end, traffic: someTraffic(NEW), instances };
  const failed = { succeeded: false, answered: false, deeds: [aLaunch()], end };
  const plan = aPlan({ old: NEW, address: { ...aPlan().address, instanceId: NEW.instanceId } });
  expect(violationsAtEnd(aStory({ ...failed, plan }))).toEqual([]);
});

test('S4: one that a route leads to is no leftover: it carries what an earlier takeover has moved', () => {
  const instances = [anInstance(), aReplacement(), aReplacement({ id: 'i-newer', networkInterfaceIds: ['eni-newer'] })];
  const failed = { succeeded: false, answered: false, deeds: [aLaunch()] };
  const leftWith = (traffic: Traffic): string[] =>
    violationsAtEnd(aStory({ ...failed, end: { traffic, instances, alarms: AS_FOUND } }));
  const half = someTraffic(NEW, { address: anAddress(OLD) });
  expect(leftWith(half)).toEqual([]);
  expect(leftWith(someTraffic(OLD))).toEqual(['S4: 2 leftovers: i-new, i-newer']);
});

test('S4: an alarm that was aimed at the replacement of a takeover that moved nothing', () => {
  const instances = [anInstance(), aReplacement()];
  const failed = { succeeded: false, answered: false, deeds: [aLaunch()] };
  const leftWith = (alarms: ReturnType<typeof aStory>['end']['alarms']): string[] =>
    violationsAtEnd(aStory({ ...failed, end: { traffic: someTraffic(), instances, alarms } }));
  expect(leftWith(AS_FOUND)).toEqual([]);
  expect(leftWith({ 'status-check': { ...SET_BACK, instanceId: NEW.instanceId } })).toEqual([
    'S4: nothing was moved, yet the status-check alarm watches i-new',
  ]);
});

test('S12: an alarm that was put by hand seconds before the end could not be seen', () => {
  const { end } = aStory();
  const astray = (touchedAt: string) => {
    const alarm = { ...SET_BACK, instanceId: OLD.instanceId, touchedAt };
    return violationsAtEnd(aStory({ end: { ...end, alarms: { ...end.alarms, 'status-check': alarm } } }));
  };
  expect(astray('2026-11-21T03:01:50.000Z')).toEqual([]);
  expect(astray('2026-11-21T03:01:45.000Z').join()).toContain('S12: the status-check alarm watches i-old');
});

test('S6: what a takeover launched has one of the roles that there are', () => {
  const tags = { [TAG.role]: 'spare', [TAG.generation]: '1' };
  const end = { ...aStory().end, instances: [anInstance({ state: 'stopping' }), aReplacement({ tags })] };
  expect(violationsAtEnd(aStory({ end }))).toEqual(['S6: i-new of generation 1 is spare']);
});

describe('S9: a pause that comes when the routes have moved', () => {
  const paused = anAddress({ tags: { [TAG.pausedUntil]: '2026-11-21T04:00:00.000Z' } });
  const moving = (routes: Route[], found = plan) =>
    violationsOf(anAddressMove({ traffic: someTraffic(OLD, { address: paused, routes }) }), found);
  const moved = someRoutes(NEW);
  const unmoved = someRoutes();
  const violation = ['S9: traffic moved while paused until 2026-11-21T04:00:00.000Z'];

  test('does not hold the address: half of a move is worse than either end', () => {
    expect(moving([...moved.slice(0, 1), ...unmoved.slice(1)])).toEqual([]);
  });

  test('holds it when none has, or when they stood at a replacement from the beginning', () => {
    expect(moving(unmoved)).toEqual(violation);
    expect(moving(moved, aPlan({ routes: moved }))).toEqual(violation);
  });
});
