/** What becomes of a takeover that died or failed: finished when it is partially applied, tried again when it is not. */
import { describe, expect, test } from '@jest/globals';
import type { Assessment } from '../../../../shared/domain/decision/assess.ts';
import { decide, type Question } from '../../../../shared/domain/decision/decide.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { TakeoverPlan } from '../../../../shared/domain/takeover/takeover-plan.ts';
import { aPerson, theSweep } from '../../../support/evidence.ts';
import { aPastTakeover, diedSilently, failedPartlyApplied } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { answerTo, asked, FAILED, suspect } from '../../../support/questions.ts';
import { anAddress, anInstance, aRoute, NEW, OLD, someRoutes } from '../../../support/snapshots.ts';

describe('a takeover that died without a word', () => {
  const past = [diedSilently({ plan: aPlan() })];
  const launched = (role: string, launchedBy: number | undefined = 1) =>
    anInstance({ id: NEW.instanceId, launchedBy, tags: { [TAG.role]: role, [TAG.generation]: '1' } });
  const halfWay = {
    past,
    address: anAddress(NEW),
    holder: launched('replacement'),
    assessment: suspect('unconfirmed'),
  };

  test('is finished when it brought the address to its replacement, for any health', () => {
    expect(decide(asked(halfWay))).toMatchObject({
      act: 'take-over',
      finish: { takeover: past[0], instanceId: NEW.instanceId },
    });
    expect(decide(asked({ ...halfWay, holder: launched('active') }))).toMatchObject({ finish: { takeover: past[0] } });
  });

  test.each([
    ['a machine that is not ours', anInstance({ id: NEW.instanceId, tags: { Name: 'jump host' } })],
    ['an instance that was retired before', launched('retired')],
    ['a replacement of a later generation', launched('replacement', 7)],
    ['an instance that EC2 does not describe', undefined],
  ])('is not finished when a person gave the address to %s', (_what, holder) => {
    expect(decide(asked({ ...halfWay, holder }))).not.toHaveProperty('finish');
  });

  test('is left as it stands while paused or observed, except by a person', () => {
    const address = anAddress({ ...NEW, tags: { [TAG.pausedUntil]: '2026-11-21T04:00:00.000Z' } });
    expect(answerTo({ ...halfWay, address })).toBe('paused');
    expect(answerTo({ ...halfWay, appliance: { mode: 'observe', cooldownMinutes: 30 } })).toBe('observe-only');
    expect(answerTo({ ...halfWay, address, trigger: aPerson() })).toBe('take-over');
    // It is finished although something answers there: the hold protects a healthy appliance, not half of a move.
    const assessment = { health: 'healthy' as const, detail: 'it answers' };
    expect(answerTo({ ...halfWay, address, assessment, trigger: aPerson() })).toBe('take-over');
  });

  test('is not finished but tried again when the address is still where it was', () => {
    const decision = decide(asked({ past, trigger: theSweep }));
    expect(decision).toMatchObject({ act: 'take-over' });
    expect(decision).not.toHaveProperty('finish');
  });

  describe('while it was to finish another', () => {
    const finish = { instanceId: NEW.instanceId, generation: 1, since: '2026-11-21T02:30:00.000Z' };
    const finisher = [diedSilently({ generation: 2, plan: aPlan({ generation: 2, finish }) })];

    test.each([
      ['where it was', anAddress(OLD)],
      ['nowhere', anAddress({ instanceId: undefined, networkInterfaceId: undefined })],
    ])('leaves that one to be finished, with its replacement: the address is %s', (_where, address) => {
      expect(decide(asked({ past: finisher, address, trigger: theSweep }))).toMatchObject({
        ...{ act: 'take-over', detail: 'finishing generation 2, which died' },
        finish: { takeover: finisher[0], instanceId: NEW.instanceId },
      });
    });

    test('leaves nothing to be finished when a person or another program gave the address to a third machine', () => {
      const address = anAddress({ instanceId: 'i-third', networkInterfaceId: 'eni-third' });
      expect(decide(asked({ past: finisher, address }))).not.toHaveProperty('finish');
    });

    test('leaves nothing to be finished when it had found the address elsewhere: it was moved back by hand', () => {
      const plan = aPlan({ generation: 2, finish });
      const found = [diedSilently({ plan: { ...plan, address: { ...plan.address, instanceId: NEW.instanceId } } })];
      expect(decide(asked({ past: found }))).not.toHaveProperty('finish');
    });

    test('leaves nothing to be finished when the first one had ended more than an hour before', () => {
      const plan = aPlan({ finish: { ...finish, since: '2026-11-21T01:59:59.000Z' } });
      expect(decide(asked({ past: [diedSilently({ plan })] }))).not.toHaveProperty('finish');
    });

    test('is waited for longer and longer: such deaths are failures in a row', () => {
      const stoppedAt = '2026-11-21T02:58:30.000Z';
      const [one] = finisher;
      const past = one
        ? [
            { ...one, stoppedAt },
            { ...one, stoppedAt },
          ]
        : [];
      expect(answerTo({ past, trigger: theSweep })).toBe('retry-later');
      expect(answerTo({ past: past.slice(1), trigger: theSweep })).toBe('take-over');
    });
  });

  test('is tried again only after a while', () => {
    const young = [diedSilently({ stoppedAt: '2026-11-21T02:59:30.000Z' })];
    expect(answerTo({ past: young, trigger: theSweep })).toBe('retry-later');
  });
});

describe('a partially applied takeover that failed', () => {
  const past = [failedPartlyApplied()];
  const holder = anInstance({ id: NEW.instanceId, launchedBy: 1, tags: { [TAG.role]: 'replacement' } });
  const halfWay = { past, address: anAddress(NEW), holder, assessment: suspect('unconfirmed'), trigger: theSweep };

  test.each([
    ['at its replacement', anAddress(NEW)],
    ['still at the old instance, because only routes were moved', anAddress(OLD)],
    ['attached to nothing', anAddress({ instanceId: undefined, networkInterfaceId: undefined })],
  ])('is finished with its replacement, without a cooldown, when the address is %s', (_where, address) => {
    expect(decide(asked({ ...halfWay, address }))).toMatchObject({
      ...{ act: 'take-over', detail: 'finishing generation 1, which failed, partially applied', avoidImageIds: [] },
      finish: { takeover: past[0], instanceId: NEW.instanceId },
    });
  });

  test('is finished when the address is still where it found it: at the replacement of the one that it was to finish', () => {
    const since = '2026-11-21T02:30:00.000Z';
    const found = aPlan({ generation: 2, finish: { instanceId: 'i-first', generation: 1, since } });
    const plan = { ...found, address: { ...found.address, instanceId: 'i-first' } };
    const address = anAddress({ instanceId: 'i-first', networkInterfaceId: 'eni-first' });
    for (const past of [[failedPartlyApplied({}, { plan })], [diedSilently({ plan })]]) {
      const to = past[0]?.record ? NEW.instanceId : 'i-first';
      const decision = decide(asked({ ...halfWay, past, address, holder: undefined }));
      expect(decision).toMatchObject({ act: 'take-over', finish: { instanceId: to } });
    }
  });

  describe('and of which everything was moved back to the old instance by hand', () => {
    const well: Assessment = { health: 'healthy', detail: 'it answers' };
    const back = { ...halfWay, address: anAddress(OLD), assessment: well, routes: someRoutes() };

    test('is not finished while that one is healthy', () => {
      expect(answerTo(back)).toBe('healthy');
      expect(decide(asked({ ...back, trigger: aPerson() }))).not.toHaveProperty('finish');
      const missing = someRoutes().map((route) => ({ ...route, target: { kind: 'absent' as const } }));
      expect(answerTo({ ...back, routes: missing })).toBe('healthy');
    });

    test('is not finished but begun anew when a person asks, for any health', () => {
      const question = { ...back, assessment: suspect('unconfirmed'), trigger: aPerson() };
      expect(decide(asked(question))).not.toHaveProperty('finish');
      expect(decide(asked({ ...question, routes: undefined }))).toMatchObject({ finish: { takeover: past[0] } });
    });

    test('is not finished either while it is unknown whether that one has failed', () => {
      expect(answerTo({ ...back, assessment: suspect('unconfirmed') })).toBe('unconfirmed');
    });

    test('nor where a route is back at another instance, where it was found before the move', () => {
      const target = { kind: 'network-interface' as const, id: 'eni-third', instanceId: 'i-third', blackhole: false };
      const routes = [aRoute({ target })];
      const found = (plan: Partial<TakeoverPlan>) => [failedPartlyApplied({}, { plan: aPlan({ routes, ...plan }) })];
      expect(answerTo({ ...back, routes, past: found({}) })).toBe('healthy');
      const finish = { instanceId: NEW.instanceId, generation: 1 };
      expect(answerTo({ ...back, routes, past: found({ finish }) })).toBe('take-over');
      expect(answerTo({ ...back, routes, past: found({ routes: [aRoute({ routeTableId: 'rtb-x', target })] }) })).toBe(
        'take-over',
      );
    });

    test.each<[string, Partial<Question>]>([
      ['it has failed', { assessment: FAILED }],
      ['the routes could not be read', { routes: undefined }],
      ['a route leads elsewhere', { routes: [aRoute({ target: { kind: 'other', id: 'vgw-1', blackhole: false } })] }],
      ['the address is at the replacement', { address: anAddress(NEW) }],
      ['the address is nowhere', { address: anAddress({ instanceId: undefined, networkInterfaceId: undefined }) }],
    ])('is finished all the same when %s', (_, question) => {
      expect(decide(asked({ ...back, ...question }))).toMatchObject({ finish: { takeover: past[0] } });
    });
  });

  test('is not finished when a person or another program gave the address to a third machine', () => {
    const address = anAddress({ instanceId: 'i-third', networkInterfaceId: 'eni-third' });
    expect(decide(asked({ ...halfWay, address }))).not.toHaveProperty('finish');
  });

  test('is not finished when others had changed the traffic: people look first', () => {
    const refused = [failedPartlyApplied({ halfWay: false }, { stoppedAt: '2026-11-21T02:55:00.000Z' })];
    expect(answerTo({ past: refused, trigger: theSweep })).toBe('cooling-down');
  });

  test.each([
    { times: 1, minutes: 1 },
    { times: 2, minutes: 2 },
    { times: 5, minutes: 15 },
  ])('is given $minutes minutes after $times times', ({ times, minutes }) => {
    const stoppedAt = '2026-11-21T02:59:30.000Z';
    const failures = Array.from({ length: times }, (_, at) =>
      failedPartlyApplied({}, { generation: times - at, stoppedAt }),
    );
    const until = new Date(Date.parse(stoppedAt) + minutes * 60_000).toISOString();
    const before = [...failures, aPastTakeover({ generation: 0 })];
    expect(decide(asked({ ...halfWay, past: before }))).toMatchObject({
      because: 'retry-later',
      detail: `generation ${times} failed, partially applied; finished from ${until}`,
    });
    expect(answerTo({ ...halfWay, past: before, now: until })).toBe('take-over');
    expect(answerTo({ ...halfWay, past: before, trigger: aPerson() })).toBe('take-over');
  });

  test('is left as it stands while paused or observed, except by a person', () => {
    const address = anAddress({ ...NEW, tags: { [TAG.pausedUntil]: '2026-11-21T04:00:00.000Z' } });
    expect(answerTo({ ...halfWay, address })).toBe('paused');
    expect(answerTo({ ...halfWay, appliance: { mode: 'observe', cooldownMinutes: 30 } })).toBe('observe-only');
    expect(answerTo({ ...halfWay, address, trigger: aPerson() })).toBe('take-over');
  });

  test('is left to an operator after an hour: the holder of the address by then is judged by its health', () => {
    const now = '2026-11-21T03:00:01.000Z';
    expect(answerTo({ ...halfWay, now })).toBe('unconfirmed');
    expect(decide(asked({ ...halfWay, now, trigger: aPerson() }))).toHaveProperty('finish');
  });
});
