/** The invariants over several takeovers, and over one moment: a story that keeps each, and one that breaks it. */
import { describe, expect, test } from '@jest/globals';
import { disagreements } from '../../../../shared/domain/traffic/placed.ts';
import { movesHolder } from '../../../../simulator/checks/rules/change.ts';
import { atMostOneTakeover } from '../../../../simulator/checks/rules/lock.ts';
import { actedOnStaleEvent, tooManyMoves } from '../../../../simulator/checks/rules/takeover-shape.ts';
import { aPlan } from '../../../support/plans.ts';
import { anAddress, NEW, OLD, someTraffic } from '../../../support/snapshots.ts';
import { anAddressMove, aStory } from '../../../support/stories.ts';

describe('side by side', () => {
  const g = (generation: number, redriven = false, appliance = 'sophos') => ({ appliance, generation, redriven });

  test('S1: takeovers of two appliances may run, and one that was redriven beside its successor', () => {
    expect(atMostOneTakeover([g(1), g(1, false, 'vpn')])).toEqual([]);
    expect(atMostOneTakeover([g(1, true), g(2)])).toEqual([]);
  });

  test('S1: two takeovers of one appliance may not', () => {
    expect(atMostOneTakeover([g(1), g(2)])).toEqual(['S1: takeovers side by side: sophos g1, sophos g2']);
  });

  test('S2: everything that is not at the active one is named', () => {
    expect(disagreements(someTraffic(NEW).parts, NEW)).toEqual([]);
    const detached = anAddress({ instanceId: undefined, networkInterfaceId: undefined });
    expect(disagreements(someTraffic(OLD, { address: detached }).parts, OLD)).toEqual(['203.0.113.10 -> nothing']);
  });
});

describe('S10: a stale event', () => {
  test('is one about an instance that did not hold the address', () => {
    expect(actedOnStaleEvent(aStory(), 'i-older')).toEqual(['S10: generation 1 acted on an alarm about i-older']);
  });

  test('is not one about the holder, nor one about no instance, nor one that finishes what a dead run left', () => {
    expect(actedOnStaleEvent(aStory(), OLD.instanceId)).toEqual([]);
    expect(actedOnStaleEvent(aStory(), undefined)).toEqual([]);
    const finish = { instanceId: NEW.instanceId, generation: 1 };
    expect(actedOnStaleEvent(aStory({ plan: aPlan({ finish }) }), 'i-older')).toEqual([]);
  });
});

describe('S14: one automatic move per cooldown', () => {
  const later = (startedAt: string, overrides: Parameters<typeof aStory>[0] = {}) =>
    aStory({ plan: aPlan({ generation: 2 }), startedAt, endedAt: startedAt, ...overrides });
  const early = '2026-11-21T03:31:59.000Z';

  test('is kept by one after it, and broken by one within it', () => {
    expect(tooManyMoves([aStory(), later('2026-11-21T03:32:00.000Z')], 30)).toEqual([]);
    expect(tooManyMoves([later(early), aStory()], 30)).toEqual([
      'S14: generation 2 moved traffic again before 2026-11-21T03:32:00.000Z',
    ]);
  });

  test('does not bind a person', () => {
    expect(tooManyMoves([aStory(), later(early, { plan: aPlan({ automatic: false }) })], 30)).toEqual([]);
  });

  test('does not count a move that was undone', () => {
    const undone = aStory({ answered: false, succeeded: false, undone: true });
    expect(tooManyMoves([undone, later(early)], 30)).toEqual([]);
  });

  test('lets one more go when the replacement never answered, and not a second one', () => {
    const silent = { answered: false, succeeded: false, gaveUp: true };
    const second = later(early, silent);
    expect(tooManyMoves([aStory(silent), second], 30)).toEqual([]);
    const third = later('2026-11-21T03:40:00.000Z', { plan: aPlan({ generation: 3 }) });
    expect(tooManyMoves([aStory(silent), second, third], 30)).toEqual([
      'S14: generation 3 moved traffic again before 2026-11-21T04:01:59.000Z',
    ]);
  });

  test('counts a takeover and the one that finished it as one replacement that never answered', () => {
    const silent = { answered: false, succeeded: false, gaveUp: true };
    const finish = { instanceId: NEW.instanceId, generation: 1 };
    const second = later(early, { ...silent, plan: aPlan({ generation: 2, finish }) });
    const third = later('2026-11-21T03:40:00.000Z', { ...silent, plan: aPlan({ generation: 3 }) });
    expect(tooManyMoves([aStory(silent), second, third], 30)).toEqual([]);
    const fourth = later('2026-11-21T03:50:00.000Z', { plan: aPlan({ generation: 4 }) });
    expect(tooManyMoves([aStory(silent), second, third, fourth], 30)).toHaveLength(1);
    const unmoved = { ...second, deeds: [] };
    expect(tooManyMoves([aStory(silent), later(early, silent), unmoved, third], 30)).toHaveLength(1);
  });

  test('does not count one from which the address was taken before its time was up', () => {
    const silent = { answered: false, succeeded: false, gaveUp: true };
    const cutShort = aStory({ ...silent, gaveUp: false });
    const second = later('2026-11-21T03:33:00.000Z', silent);
    const third = later('2026-11-21T03:40:00.000Z', { plan: aPlan({ generation: 3 }) });
    expect(tooManyMoves([cutShort, second, third], 30)).toEqual([]);
  });

  test('is broken by one after a move that failed or died, however it ended, and not after one of routes alone', () => {
    const died = { answered: false, succeeded: false };
    expect(tooManyMoves([aStory(died), later(early)], 30)).toHaveLength(1);
    const { deeds } = aStory();
    const routes = deeds.filter((deed) => !movesHolder(deed, aPlan()));
    expect(tooManyMoves([aStory({ ...died, deeds: routes }), later(early)], 30)).toEqual([]);
    const back = [...deeds, anAddressMove({ instanceId: OLD.instanceId })];
    expect(tooManyMoves([aStory({ ...died, deeds: back }), later(early)], 30)).toEqual([]);
    expect(tooManyMoves([aStory({ ...died, undone: true, deeds: back }), later(early)], 30)).toEqual([]);
  });

  test('counts what became of a move in the end, by the record of the takeover that finished it', () => {
    const died = aStory({ answered: false, succeeded: false });
    const finish = { instanceId: NEW.instanceId, generation: 1 };
    const silent = { answered: false, succeeded: false, gaveUp: true };
    const finisher = later('2026-11-21T03:05:00.000Z', {
      ...silent,
      plan: aPlan({ generation: 2, finish }),
      deeds: [],
    });
    const third = later(early, { plan: aPlan({ generation: 3 }) });
    expect(tooManyMoves([died, finisher, third], 30)).toEqual([]);
    expect(tooManyMoves([died, { ...finisher, gaveUp: false, answered: true }, third], 30)).toHaveLength(1);
  });

  test('does not count one that failed to answer more than a day before as one of two in a row', () => {
    const silent = { answered: false, succeeded: false, gaveUp: true };
    const longAgo = aStory({ ...silent, startedAt: '2026-11-19T03:00:00.000Z', endedAt: '2026-11-19T03:10:00.000Z' });
    const second = later(early, silent);
    const third = later('2026-11-21T03:40:00.000Z', { plan: aPlan({ generation: 3 }) });
    expect(tooManyMoves([longAgo, second, third], 30)).toEqual([]);
  });
});
